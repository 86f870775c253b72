//! `cargo xtask bench instructions`: what an operation costs in instructions, which no other program
//! on the machine changes.

use std::process::Command;

use benches::entrant::World;
use benches::job::{self, Job, Place, Task};
use benches::operation::Operation;
use benches::payload::Size;
use benches::report::{Instructions, print_instructions, save_instructions};

/// Counts every operation with two run lengths. The difference is the operations alone.
pub(crate) fn run() -> Result<(), String> {
    let mut rows = Vec::new();
    for operation in Operation::all() {
        let times = operation.count();
        let few = count(operation, times / 10)?;
        let many = count(operation, times + times / 10)?;
        rows.push(Instructions {
            operation: operation.to_string(),
            each: many.saturating_sub(few) / times as u64,
        });
    }
    print_instructions(&rows);
    save_instructions(&rows);
    Ok(())
}

fn count(operation: Operation, times: usize) -> Result<u64, String> {
    let job = job::command(&Job {
        task: Task::Operations(operation, times),
        world: World::Sync,
        size: Size::Small,
        place: Place::AllCores,
        quick: false,
    });
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(job.get_program())
        .args(job.get_args())
        .output()
        .map_err(|error| {
            format!(
                "valgrind does not start: {error}\nOn Debian and Ubuntu: apt-get install valgrind"
            )
        })?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let number = collected.and_then(|(_, number)| number.trim().parse().ok());
    match number {
        Some(number) if output.status.success() => Ok(number),
        _ => Err(format!("valgrind: {}\n{text}", output.status)),
    }
}
