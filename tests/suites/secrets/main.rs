//! No password, argument or value is ever seen: not in an error, an event, a span, what a type prints,
//! or what the process prints, whatever goes wrong.
//!
//! Every secret in here has a mark. A child process goes through all that can go wrong, and the mark
//! must be nowhere in what it traced and printed.

mod entries;
mod everything;
mod marks;
mod outages;
mod said;
mod servers;
mod settings;
mod types;
mod wrong;

use std::collections::BTreeSet;

use support::process;
use support::transcript::Transcript;

use said::Said;

const TEST: &str = "whatever_goes_wrong";

/// What the process ends with, so that its output is known to be there.
const LAST: &str = "all was said";

#[test]
fn whatever_goes_wrong() {
    if !process::is_child() {
        let output = process::output_with_env(TEST, [("REDIS_URL", settings::from_outside())]);
        assert!(output.contains(LAST));
        marks::are_not_in(&output);
        return;
    }
    let transcript = Transcript::default();
    tracing::subscriber::set_global_default(transcript.clone()).expect("the first");
    let mut said = Said::default();
    // The first of them needs a process in which nothing is installed yet.
    wrong::nothing_is_installed(&mut said);
    settings::are_wrong(&mut said);
    types::are_shown(&mut said);
    entries::cannot_be_used(&mut said);
    wrong::values_and_arguments(&mut said);
    wrong::functions(&mut said);
    servers::echo(&mut said);
    servers::real(&mut said);
    outages::come_and_go(&mut said);
    wrong::places(&mut said);
    wrong::a_second_is_installed(&mut said);

    let traced = transcript.text();
    marks::are_not_in(&traced);
    every_event_was_seen(&traced);
    every_class_was_seen(&said);
    println!("{}\n{LAST}", said.text());
}

fn every_event_was_seen(traced: &str) {
    for message in [
        "=hit",
        "=miss",
        "=stored",
        "=bypassed",
        "=skipped",
        "=the cache could not serve",
        "=the cache is out of use",
        "=the cache is in use again",
        "=the server is still away",
        "=two functions share a namespace",
        "=a method of two types has one key",
        "=no RedisInstance is installed",
    ] {
        assert!(traced.contains(message), "no event {message:?}");
    }
}

/// As the source has them, so that a new one is missed here.
fn every_class_was_seen(said: &Said) {
    let source = include_str!("../../../dtcache-runtime/src/error.rs");
    let class = |line: &'static str| {
        let (class, _) = line.trim().strip_prefix("Self::")?.split_once(" => \"")?;
        Some(class.to_owned())
    };
    let all: BTreeSet<String> = source.lines().filter_map(class).collect();
    assert!(all.len() >= 20, "{all:?}");
    assert_eq!(said.classes(), all);
}
