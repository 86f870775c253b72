//! `cargo xtask bench` and `faults`: dtcache side by side with what stands beside it; and `soak`.

mod everything;
mod instructions;

use std::env;
use std::process::ExitCode;

use benches::job::{self, Job, Task};
use benches::stampede::Part;
use benches::{curve, faults, lanes, measure, report, soak, stampede};
use serde::Serialize;

const USAGE: &str = "\
usage: cargo xtask bench [stampede | lanes | curve | instructions | render] [--quick]
  stampede      what callers of one key see that all miss it at once; `stampede render` for its tables
  lanes         how many connections are worth having
  curve         up to which size a text is better stored than deflated
  instructions  what operations cost in instructions, counted by valgrind
  render        writes tables and chart anew, from the figures of the last run
  --quick       fewer and shorter rounds, for a look: a minute instead of minutes
or: cargo xtask faults [WORD | render]
  WORD          only scenarios that have it in their names, for a look
  render        writes the table anew, from the figures of the last run
or: cargo xtask soak [MINUTES [SEED]]
  MINUTES       how long, 20 if it does not say
  SEED          what the faults are chosen by; each run prints its own";

/// How long a soak is, in minutes.
const SOAK: f64 = 20.0;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    if let [word, job] = words.as_slice()
        && word == job::WORD
    {
        child(&serde_json::from_str(job).expect("a job of this program"));
        return ExitCode::SUCCESS;
    }
    let quick = words.iter().any(|word| word == "--quick");
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| *word != "--quick")
        .collect();
    let outcome = match words.as_slice() {
        [] => {
            everything::run(quick);
            Ok(())
        }
        ["stampede"] => {
            stampede::run(quick);
            Ok(())
        }
        ["stampede", "render"] => stampede::render(),
        ["lanes"] => {
            everything::lanes(quick);
            Ok(())
        }
        ["curve"] => {
            let points = curve::points();
            report::print_curve(&points);
            report::save_curve(&points);
            Ok(())
        }
        ["render"] => report::render(),
        ["instructions"] => instructions::run(),
        ["faults"] => {
            faults::run();
            Ok(())
        }
        ["faults", "render"] => faults::render(),
        ["faults", word] => faults::look(word),
        ["soak", rest @ ..] => soak(rest),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn soak(words: &[&str]) -> Result<(), String> {
    let (minutes, seed) = match words {
        [] => (Ok(SOAK), None),
        [minutes] => (minutes.parse(), None),
        [minutes, seed] => (minutes.parse(), Some(seed.parse())),
        _ => return Err(USAGE.to_owned()),
    };
    match (minutes, seed.transpose()) {
        (Ok(minutes), Ok(seed)) => soak::run(minutes, seed.unwrap_or_else(|| fastrand::u64(..))),
        _ => Err(USAGE.to_owned()),
    }
}

/// Does a job and prints what came out.
fn child(job: &Job) {
    job.place.take();
    match &job.task {
        Task::HitLatency => print(&measure::hit_latency(job)),
        Task::HitThroughput => print(&measure::hit_throughput(job)),
        Task::Misses => print(&measure::misses(job)),
        Task::NetworkAway => print(&measure::network_away(job)),
        Task::Embedded => print(&measure::embedded(job)),
        Task::Stored => print(&measure::stored(job)),
        Task::ColdStart => print(&measure::cold_start(job)),
        Task::Memory => print(&measure::memory(job)),
        Task::FirstHit(alone) => print(&measure::first_hit(job, alone)),
        Task::Growth(alone) => print(&measure::growth(job, alone)),
        Task::Lanes { away } => print(&lanes::lanes(job, *away)),
        Task::Operations(operation, times) => operation.repeat(*times),
        Task::Stampede(Part::Contest { callers }) => print(&stampede::contest(job, *callers)),
        Task::Stampede(Part::Process { url }) => stampede::process(url),
        Task::Soak(load) => soak::traffic(load),
        Task::Fault(trial) => {
            print(&faults::trial(*trial));
            // Calls that hang are not waited for.
            std::process::exit(0);
        }
    }
}

fn print(result: &impl Serialize) {
    let text = serde_json::to_string(result).expect("figures are plain data");
    println!("{text}");
}
