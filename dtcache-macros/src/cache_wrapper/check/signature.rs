//! Kinds of functions that a cache can't stand before.

use super::super::repeated;
use super::Plan;
use syn::{Error, Safety};

/// Not `const`, `unsafe` or `extern`.
pub(super) fn is_an_ordinary_function(plan: &Plan<'_>) -> Vec<Error> {
    let sig = &plan.function.sig;
    let mut errors = Vec::new();
    if let Some(token) = &sig.constness {
        let message = "a `const fn` can't be cached, because no cache can be asked while \
                       compiling: remove `const`";
        errors.push(Error::new_spanned(token, message));
    }
    if let Safety::Unsafe(token) = &sig.safety {
        let message = "an `unsafe fn` can't be cached, because a hit returns without what its \
                       callers vouch for: cache a safe function that calls it";
        errors.push(Error::new_spanned(token, message));
    }
    if let Some(abi) = &sig.abi {
        let message = "an `extern fn` can't be cached, because its callers may not be Rust: \
                       cache an ordinary function that it calls";
        errors.push(Error::new_spanned(abi, message));
    }
    errors
}

/// One `#[cache_wrapper]` a function.
pub(super) fn is_cached_once(plan: &Plan<'_>) -> Vec<Error> {
    let message = "this function has a `#[cache_wrapper]` already: keep one of them";
    let attrs = plan.function.attrs.iter();
    attrs
        .filter(|attr| repeated::is_ours(attr.path()))
        .map(|attr| Error::new_spanned(attr, message))
        .collect()
}

/// The companion is another function.
pub(super) fn companion_has_a_name_of_its_own(plan: &Plan<'_>) -> Vec<Error> {
    let message = "this is the function itself: write another name for the companion";
    let entry = plan.args.entry.iter();
    entry
        .filter(|entry| entry.name == plan.function.sig.ident)
        .map(|entry| Error::new(entry.name.span(), message))
        .collect()
}

/// No `#[track_caller]`.
pub(super) fn does_not_track_its_caller(plan: &Plan<'_>) -> Vec<Error> {
    let message = "`#[track_caller]` can't be kept, because the cache calls the body: remove it, \
                   or take a `&'static std::panic::Location` as a parameter and skip that";
    let attrs = plan.function.attrs.iter();
    let tracking = attrs.filter(|attr| attr.path().is_ident("track_caller"));
    tracking
        .map(|attr| Error::new_spanned(attr, message))
        .collect()
}
