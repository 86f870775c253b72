//! What the key is made of.

use super::super::param::{Kind, Param};
use super::super::plan::{Part, Role};
use super::statement::{Step, is_plain};
use super::{borrowed, hidden};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned as _;

/// The key's parts: what is positional, then what has a name, each as declared.
pub(super) fn steps<'a>(parts: &'a [Part<'a>]) -> impl Iterator<Item = Step<'a>> {
    parts
        .iter()
        .filter_map(positional)
        .chain(parts.iter().filter_map(named))
}

fn positional<'a>(part: &Part<'a>) -> Option<Step<'a>> {
    let Role::Positional = part.role() else {
        return None;
    };
    let value = own_value(part.param)?;
    Some(Step {
        tokens: quote_spanned!(hidden(value.span())=> .positional(#value)),
        cfgs: &part.param.cfgs,
        ..Step::default()
    })
}

fn named<'a>(part: &Part<'a>) -> Option<Step<'a>> {
    if let (Role::Own(param), Kind::Receiver { .. }) = (part.role(), &part.param.kind) {
        let value = own_value(param)?;
        return Some(Step {
            tokens: quote_spanned!(hidden(value.span())=> .receiver(#value)),
            cfgs: &part.param.cfgs,
            ..Step::default()
        });
    }
    let (name, value, lingers) = match part.role() {
        Role::Own(param) => (param.name(), own_value(param)?, false),
        Role::Replaced(entry) => (
            entry.name.text(),
            borrowed(&entry.value),
            !is_plain(&entry.value),
        ),
        Role::Skipped | Role::Positional | Role::Unstated => return None,
    };
    Some(Step {
        tokens: quote_spanned!(hidden(value.span())=> .arg(#name, #value)),
        cfgs: &part.param.cfgs,
        lingers,
        ..Step::default()
    })
}

/// To clippy, a parameter such as `_id` that is used is one that should not be.
pub(super) fn allow(parts: &[Part<'_>]) -> Option<TokenStream> {
    let used = |part: &Part<'_>| match &part.param.kind {
        Kind::Named(name) => part.is_keyed_itself() && name.to_string().starts_with('_'),
        _ => false,
    };
    let at = Span::mixed_site();
    let allow = || quote_spanned!(at=> #[allow(clippy::used_underscore_binding)]);
    parts.iter().any(used).then(allow)
}

/// A parameter by reference. An error about what the runtime asks of it points at it.
fn own_value(param: &Param) -> Option<TokenStream> {
    match &param.kind {
        Kind::Named(name) => Some(quote_spanned!(hidden(name.span())=> &#name)),
        Kind::Receiver { token, pointers } => {
            let at = hidden(token.span);
            let stars = std::iter::repeat_n(quote_spanned!(at=> *), *pointers);
            Some(quote_spanned!(at=> &#(#stars)*#token))
        }
        Kind::Generic(_) | Kind::Pattern { .. } => None,
    }
}
