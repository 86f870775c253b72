//! The programs that the tests start: found, or installed where that is allowed.

use std::process::{Command, Stdio};

use crate::Outcome;

/// A program, by what the tests need of it. Debian's packages bear the programs' names.
struct Tool {
    name: &'static str,
    least: (u32, u32),
    /// What stands before the version in the answer to `--version`.
    mark: &'static str,
}

const TOOLS: [Tool; 2] = [
    Tool {
        name: "redis-server",
        least: (7, 0),
        mark: "v=",
    },
    Tool {
        name: "python3",
        least: (3, 8),
        mark: "Python ",
    },
];

/// Makes sure that all tools are there.
pub(crate) fn ensure() -> Outcome {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|(tool, _)| tool.name).collect();
    let Some(apt) = apt() else {
        return Err(advice(&missing));
    };
    println!("installing {}", names.join(" and "));
    run(&apt, &["update"])?;
    // The package starts a Redis of its own where there is an init system; no test talks to it.
    run(
        &apt,
        &[
            &["install", "--yes", "--no-install-recommends"],
            names.as_slice(),
        ]
        .concat(),
    )?;

    let missing = self::missing();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(advice(&missing))
    }
}

/// The tools that are not there or too old, and the version found.
fn missing() -> Vec<(&'static Tool, Option<(u32, u32)>)> {
    let found = TOOLS.iter().map(|tool| (tool, version(tool)));
    found
        .filter(|(tool, version)| version.is_none_or(|version| version < tool.least))
        .collect()
}

fn version(tool: &Tool) -> Option<(u32, u32)> {
    let output = Command::new(tool.name).arg("--version").output().ok()?;
    parse(tool.mark, &String::from_utf8_lossy(&output.stdout))
}

fn parse(mark: &str, text: &str) -> Option<(u32, u32)> {
    let (_, version) = text.split_once(mark)?;
    let mut numbers = version.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn advice(missing: &[(&Tool, Option<(u32, u32)>)]) -> String {
    let lines = missing.iter().map(|(tool, found)| {
        let (name, (major, minor)) = (tool.name, tool.least);
        let found = found.map_or("not found".to_owned(), |(a, b)| format!("found {a}.{b}"));
        format!("\n  {name} {major}.{minor} or newer ({found})")
    });
    let names: Vec<_> = missing.iter().map(|(tool, _)| tool.name).collect();
    format!(
        "the tests need, on the PATH:{}\nOn Debian and Ubuntu: apt-get install {}",
        lines.collect::<String>(),
        names.join(" ")
    )
}

/// The words of a command that may install packages; `None` where we may not or cannot.
fn apt() -> Option<Vec<&'static str>> {
    if !succeeds(&["apt-get", "--version"]) {
        return None;
    }
    // A package with a question would wait for an answer for ever.
    let apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout.trim_ascii() == b"0" {
        return Some(apt.to_vec());
    }
    // `-n` fails where a password would be asked for.
    succeeds(&["sudo", "-n", "true"]).then(|| [&["sudo", "-n"], apt.as_slice()].concat())
}

fn succeeds(words: &[&str]) -> bool {
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn run(apt: &[&str], words: &[&str]) -> Outcome {
    let words = [apt, words].concat();
    let mut command = Command::new(words[0]);
    match command.args(&words[1..]).stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{}: {status}", words.join(" "))),
        Err(error) => Err(format!("{} does not start: {error}", words.join(" "))),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn versions_are_read_as_the_programs_print_them() {
        let redis = "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64";
        assert_eq!(parse("v=", redis), Some((7, 0)));
        assert_eq!(parse("Python ", "Python 3.11.2\n"), Some((3, 11)));
        assert_eq!(parse("Python ", "Python 3\n"), None);
        assert_eq!(parse("v=", ""), None);
    }
}
