//! Everything that can be wrong with the attribute on this function, one check after another.

mod detached;
mod generics;
mod key;
mod names;
mod refresh;
mod returned;
mod signature;

use super::plan::Plan;
use proc_macro2::Span;
use syn::Error;

/// Looks at one thing and says all that is wrong with it.
type Check = fn(&Plan<'_>) -> Vec<Error>;

/// The arguments that say what a parameter is in the key.
const KEY: &[&str] = &["skip", "positional", "key"];

/// Every check runs, so that one compile reports all mistakes.
const CHECKS: &[Check] = &[
    namespace_is_given,
    signature::is_an_ordinary_function,
    signature::is_cached_once,
    signature::does_not_track_its_caller,
    signature::companion_has_a_name_of_its_own,
    returned::is_a_value,
    returned::future_can_wait,
    returned::is_no_future,
    returned::has_a_name,
    returned::is_owned,
    names::are_parameters,
    names::can_be_positional,
    names::are_listed_once,
    names::are_said_once,
    key::entries_stand_for_parameters,
    key::names_are_distinct,
    key::patterns_have_a_name,
    key::patterns_are_covered,
    key::is_not_written,
    generics::are_stated,
    detached::is_async,
    detached::owns_what_it_uses,
    refresh::has_a_time,
    refresh::shares_a_slot,
    refresh::is_stored_by_its_call,
    refresh::can_time_out,
];

/// All mistakes.
pub(crate) fn check(plan: &Plan<'_>) -> Vec<Error> {
    CHECKS.iter().flat_map(|check| check(plan)).collect()
}

fn namespace_is_given(plan: &Plan<'_>) -> Vec<Error> {
    if plan.args.namespace.is_some() || !plan.args.have_understood(&["namespace"]) {
        return Vec::new();
    }
    let message = "`namespace` is missing: write `namespace = \"user_data\"`, the prefix of \
                   this function's keys";
    vec![Error::new(Span::call_site(), message)]
}
