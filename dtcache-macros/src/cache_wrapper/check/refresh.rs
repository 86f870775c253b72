//! What can't be, or is to no purpose, of when a result is computed anew and what is served
//! meanwhile.

use super::super::args::{BodyTimeout, Early, Namespace, Write};
use super::Plan;
use proc_macro2::Span;
use syn::Error;

/// What is stale, refreshed early or shortened has a time to live.
pub(super) fn has_a_time(plan: &Plan<'_>) -> Vec<Error> {
    let args = plan.args;
    if args.expire.is_some() || !args.have_understood(&["expire", "none_expire"]) {
        return Vec::new();
    }
    let error = |span: Span, problem: &str| {
        let message = format!("{problem}: write `expire = \"10m\"` beside it");
        Error::new(span, message)
    };
    let stale = args.stale.iter().map(|stale| {
        let problem = "an entry that never expires is never stale";
        error(stale.span, problem)
    });
    let early = args.early.iter().filter_map(|early| match early {
        Early::Never => None,
        Early::Beta(_, span) => {
            let problem = "an entry that never expires is never refreshed early";
            Some(error(*span, problem))
        }
    });
    // An absent result's time can be shortened as well.
    let shortened = args.jitter.iter().filter(|_| args.none_expire.is_none());
    let jitter = shortened.map(|jitter| {
        let problem = "there is no time to live that could be shortened";
        error(jitter.span(), problem)
    });
    stale.chain(early).chain(jitter).collect()
}

/// A lease is where its entry is, in a cluster as well.
pub(super) fn shares_a_slot(plan: &Plan<'_>) -> Vec<Error> {
    let message = "`flight(lock = true)` keeps a lease beside each entry, and Redis Cluster has both \
                   in one slot only if the braces of the namespace are a pair with something in it: \
                   write `{user}:orders`, or no brace";
    match &plan.args.namespace {
        Some(Namespace::Text(text))
            if plan.args.flight_lock().is_some() && !can_share_a_slot(&text.value()) =>
        {
            vec![Error::new(text.span(), message)]
        }
        _ => Vec::new(),
    }
}

/// Whether the key `KEY` and its lease, `{KEY}:lock` or `KEY:lock`, are hashed alike: `KEY` has a hash
/// tag, or nothing that would end the one around it. What follows the namespace has no brace.
fn can_share_a_slot(namespace: &str) -> bool {
    let rest = namespace.split_once('{').map(|(_, rest)| rest);
    let tag = rest.and_then(|rest| rest.split_once('}'));
    tag.is_some_and(|(tag, _)| !tag.is_empty()) || !namespace.contains('}')
}

/// A result under a lease is stored by the call that holds it.
pub(super) fn is_stored_by_its_call(plan: &Plan<'_>) -> Vec<Error> {
    let message = "with `flight(lock = true)` a result is stored by the call that holds the lease, \
                   before that is given back: remove `write = background` or `lock = true`";
    match plan.args.write {
        Some(Write::Background(span)) if plan.args.flight_lock().is_some() => {
            vec![Error::new(span, message)]
        }
        _ => Vec::new(),
    }
}

/// Only a future can be dropped halfway, and only a stale value takes its place; where that is served
/// at once, nobody waits for the body.
pub(super) fn can_time_out(plan: &Plan<'_>) -> Vec<Error> {
    let Some(BodyTimeout(time)) = &plan.args.body_timeout else {
        return Vec::new();
    };
    let message = if !plan.function.is_async() {
        "a sync body can't be interrupted: write an `async fn`, or leave `body_timeout` out"
    } else if plan.is_detached() {
        "with `refresh = background` a stale value is served at once, and nobody waits for the body: \
         remove one of the two"
    } else if plan.args.stale.is_none() && plan.args.have_understood(&["stale"]) {
        "without `stale` there is nothing to serve in place of the body: write \
         `stale(for = \"10m\")` beside it"
    } else {
        return Vec::new();
    };
    vec![Error::new(time.span(), message)]
}
