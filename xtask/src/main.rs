//! `cargo xtask`: the project's own commands.

mod bench;
mod compile_time;
mod test;
mod tools;

use std::process::ExitCode;

/// What went wrong, in words for whoever typed the command.
type Outcome = Result<(), String>;

/// The name of a command, what it does, and the function that does it.
/// It is given the words after its name.
type Task = (&'static str, &'static str, fn(&[String]) -> Outcome);

const TASKS: [Task; 5] = [
    (
        "test",
        "runs every test; first installs what they need, where it may",
        test::run,
    ),
    (
        "bench",
        "measures hits side by side with peers: [--quick], or `stampede`, `lanes`, `instructions`",
        bench::run,
    ),
    (
        "faults",
        "runs faults against dtcache and its peers: what calls see, and when it is over",
        bench::faults,
    ),
    (
        "soak",
        "mixed traffic and a fault every ten seconds, for [minutes]: 20 if it does not say",
        bench::soak,
    ),
    (
        "compile-time",
        "times 200 functions with the attribute against 200 calls by hand",
        compile_time::run,
    ),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match words.as_slice() {
        [] => {
            println!("{}", list());
            Ok(())
        }
        [word, rest @ ..] => match TASKS.iter().find(|(name, ..)| name == word) {
            Some((.., run)) => run(rest),
            None => Err(format!("there is no `cargo xtask {word}`\n{}", list())),
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

/// For a task that takes no words: says so when there are some.
fn nothing_more(words: &[String]) -> Outcome {
    if words.is_empty() {
        Ok(())
    } else {
        Err(format!("this takes no more words: {}", words.join(" ")))
    }
}

fn list() -> String {
    let lines = TASKS.map(|(name, what, _)| format!("  cargo xtask {name:<13} {what}"));
    format!("commands:\n{}", lines.join("\n"))
}
