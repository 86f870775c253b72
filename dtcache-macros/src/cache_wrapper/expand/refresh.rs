//! What the attribute says about when a result is computed anew, by whom, and what is served
//! meanwhile.

use super::super::args::{Args, BodyTimeout, Early, Flight, Jitter, NoneExpire};
use super::hidden;
use super::statement::Step;
use super::time::{LifeMethods, expression, life, time};
use proc_macro2::{Literal, TokenStream};
use quote::quote_spanned;

const NONE_EXPIRE: LifeMethods = LifeMethods {
    seconds: "none_expire",
    millis: "none_millis",
    expr: "none_lasting",
};

/// The method calls, each after what it builds on.
pub(super) fn steps(args: &Args) -> impl Iterator<Item = Step<'_>> {
    flight(args)
        .chain(early(args))
        .chain(stale(args))
        .chain(retry(args))
        .chain(none_expire(args))
        .chain(jitter(args))
        .chain(body_timeout(args))
}

/// Those among them that are of the entry, whoever writes or deletes it.
pub(super) fn of_the_entry(args: &Args) -> impl Iterator<Item = Step<'_>> {
    lock(args)
        .chain(stale(args))
        .chain(none_expire(args))
        .chain(jitter(args))
}

/// Whether callers share a run, how long one waits for another, and whether processes share one.
fn flight(args: &Args) -> impl Iterator<Item = Step<'_>> {
    let off = args.flight.iter().filter_map(|flight| match flight {
        Flight::Off(span) => Some(step(quote_spanned!(hidden(*span)=> .flight_off()))),
        Flight::On { .. } => None,
    });
    let wait = args.flight.iter().filter_map(|flight| match flight {
        Flight::On {
            wait: Some(wait), ..
        } => Some(time(wait, ["flight_wait_millis", "flight_wait"])),
        _ => None,
    });
    off.chain(wait).chain(lock(args))
}

fn lock(args: &Args) -> impl Iterator<Item = Step<'_>> {
    args.flight_lock()
        .into_iter()
        .map(|span| step(quote_spanned!(hidden(span)=> .flight_lock())))
}

/// Whether it is computed anew before its time is over.
fn early(args: &Args) -> impl Iterator<Item = Step<'_>> {
    args.early.iter().filter_map(|early| match early {
        Early::Never => None,
        Early::Beta(beta, span) => {
            let at = hidden(*span);
            let mut number = Literal::f64_unsuffixed(*beta);
            number.set_span(at);
            Some(step(quote_spanned!(at=> .early(#number))))
        }
    })
}

/// How long it is kept beyond its time.
fn stale(args: &Args) -> impl Iterator<Item = Step<'_>> {
    let stale = args.stale.iter();
    stale.map(|stale| time(&stale.time, ["stale_for_millis", "stale_for"]))
}

/// How long a body that failed is left alone.
fn retry(args: &Args) -> impl Iterator<Item = Step<'_>> {
    let retry = args.stale.iter().filter_map(|stale| stale.retry.as_ref());
    retry.map(|retry| time(retry, ["stale_retry_millis", "stale_retry"]))
}

/// How long an absent result is kept.
fn none_expire(args: &Args) -> impl Iterator<Item = Step<'_>> {
    let none = args.none_expire.iter();
    none.map(|NoneExpire(given)| life(given, &NONE_EXPIRE))
}

/// By how much a time to live may be shortened.
fn jitter(args: &Args) -> impl Iterator<Item = Step<'_>> {
    args.jitter.iter().map(|jitter| match jitter {
        Jitter::PerCent(number, span) => step(quote_spanned!(hidden(*span)=> .jitter(#number))),
        Jitter::Expr(expr) => expression("jitter", expr),
    })
}

/// How long the body may take while there is a stale value.
fn body_timeout(args: &Args) -> impl Iterator<Item = Step<'_>> {
    let given = args.body_timeout.iter();
    given.map(|BodyTimeout(given)| time(given, ["body_timeout_millis", "body_timeout"]))
}

fn step<'a>(tokens: TokenStream) -> Step<'a> {
    Step {
        tokens,
        ..Step::default()
    }
}
