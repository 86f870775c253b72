//! `cargo xtask compile-time`: what the attribute costs the compiler, beside the same calls by hand.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs};

use crate::{Outcome, nothing_more};

const FUNCTIONS: usize = 200;
const ROUNDS: usize = 7;
const COMMANDS: [&str; 2] = ["check", "build"];

/// A crate with one file, which has the functions in one of two ways.
struct Contender {
    name: &'static str,
    folder: PathBuf,
}

/// Builds both in turn, so that whatever slows the machine down slows both, and prints medians.
pub(crate) fn run(words: &[String]) -> Outcome {
    nothing_more(words)?;
    let root = root()?;
    let base = root.join("target/compile-time");
    let contenders = [
        Contender::write(&base, &root, "attribute", with_attribute)?,
        Contender::write(&base, &root, "by hand", by_hand)?,
    ];
    // The dependencies first.
    for command in COMMANDS {
        contenders[0].compile(command)?;
    }
    println!(
        "{FUNCTIONS} cached functions in one file, half of them async; seconds, {ROUNDS} rounds in turn"
    );
    for command in COMMANDS {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            for (contender, times) in contenders.iter().zip(&mut times) {
                times.push(contender.compile(command)?);
            }
        }
        for times in &mut times {
            times.sort();
        }
        for (contender, times) in contenders.iter().zip(&times) {
            let [low, .., high] = times.as_slice() else {
                continue;
            };
            let (median, low, high) = (median(times), low.as_secs_f64(), high.as_secs_f64());
            println!(
                "cargo {command:<6} {:<10} median {median:.2}  ({low:.2} to {high:.2})",
                contender.name
            );
        }
        let ratio = median(&times[0]) / median(&times[1]);
        println!("cargo {command:<6} attribute / by hand = {ratio:.2}");
    }
    Ok(())
}

impl Contender {
    fn write(
        base: &Path,
        root: &Path,
        name: &'static str,
        function: fn(usize) -> String,
    ) -> Result<Self, String> {
        let folder = base.join(name.replace(' ', "-"));
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        fs::create_dir_all(folder.join("src")).map_err(failed)?;
        let manifest = format!(
            "[package]\nname = \"contender\"\nedition = \"2024\"\n\n[dependencies]\n\
             dtcache = {{ path = \"{}\" }}\n\n[workspace]\n",
            root.join("dtcache").display()
        );
        fs::write(folder.join("Cargo.toml"), manifest).map_err(failed)?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
        let functions: String = (0..FUNCTIONS).map(function).collect();
        let source = format!("#![allow(unused_imports)]\nuse dtcache::*;\n{functions}");
        fs::write(folder.join("src/lib.rs"), source).map_err(failed)?;
        Ok(Self { name, folder })
    }

    /// How long the compiler takes for this one crate; its dependencies are shared and stay built.
    fn compile(&self, command: &str) -> Result<Duration, String> {
        let source = fs::File::options()
            .append(true)
            .open(self.folder.join("src/lib.rs"));
        let touched = source.and_then(|file| file.set_modified(SystemTime::now()));
        touched.map_err(|error| format!("{}: {error}", self.folder.display()))?;
        let begin = Instant::now();
        let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args([command, "--quiet"])
            .env("CARGO_TARGET_DIR", self.folder.with_file_name("built"))
            .env("CARGO_INCREMENTAL", "0")
            .current_dir(&self.folder)
            .status();
        match status {
            Ok(status) if status.success() => Ok(begin.elapsed()),
            Ok(status) => Err(format!(
                "cargo {command} in {}: {status}",
                self.folder.display()
            )),
            Err(error) => Err(format!("cargo {command} does not start: {error}")),
        }
    }
}

fn with_attribute(number: usize) -> String {
    let (asyncness, wait) = asyncness(number);
    format!(
        "#[cache_wrapper(namespace = \"n{number}\", expire = 60)]\n\
         pub {asyncness}fn f{number}(id: u64, name: &str) -> Result<Vec<String>, std::fmt::Error> {{\n    \
             {wait}Ok(vec![format!(\"{{id}} {{name}} {number}\")])\n\
         }}\n"
    )
}

fn by_hand(number: usize) -> String {
    let (asyncness, wait) = asyncness(number);
    let mut function = format!(
        "pub {asyncness}fn f{number}(id: u64, name: &str) -> Result<Vec<String>, std::fmt::Error> {{\n    "
    );
    let call =
        format!("cache_function(\"n{number}\").expire(60).arg(\"id\", &id).arg(\"name\", name)");
    let body = format!("{wait}Ok(vec![format!(\"{{id}} {{name}} {number}\")])");
    let written = if asyncness.is_empty() {
        writeln!(function, "{call}.try_call(|| {{ {body} }})\n}}")
    } else {
        writeln!(
            function,
            "a{call}.try_call(|| async {{ {body} }}).await\n}}"
        )
    };
    written.map(|()| function).unwrap_or_default()
}

fn asyncness(number: usize) -> (&'static str, &'static str) {
    if number.is_multiple_of(2) {
        ("", "")
    } else {
        ("async ", "std::future::ready(()).await; ")
    }
}

fn median(sorted: &[Duration]) -> f64 {
    sorted
        .get(sorted.len() / 2)
        .map_or(f64::NAN, Duration::as_secs_f64)
}

fn root() -> Result<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.map(Path::to_owned)
        .ok_or_else(|| "the workspace has no folder".to_owned())
}
