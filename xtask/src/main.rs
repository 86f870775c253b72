//! `cargo xtask`: the project's own commands.

mod compile_time;
mod test;
mod tools;

use std::process::ExitCode;

/// What went wrong, in words for whoever typed the command.
type Outcome = Result<(), String>;

/// The name of a command, what it does, and the function that does it.
type Task = (&'static str, &'static str, fn() -> Outcome);

const TASKS: [Task; 2] = [
    (
        "test",
        "runs every test; first installs what they need, where it may",
        test::run,
    ),
    (
        "compile-time",
        "times 200 functions with the attribute against 200 calls by hand",
        compile_time::run,
    ),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let task = match words.as_slice() {
        [word] => TASKS.iter().find(|(name, ..)| name == word),
        _ => None,
    };
    let outcome = match task {
        Some((.., run)) => run(),
        None if words.is_empty() => {
            println!("{}", list());
            Ok(())
        }
        None => Err(format!(
            "there is no `cargo xtask {}`\n{}",
            words.join(" "),
            list()
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn list() -> String {
    let lines = TASKS.map(|(name, what, _)| format!("  cargo xtask {name:<13} {what}"));
    format!("commands:\n{}", lines.join("\n"))
}
