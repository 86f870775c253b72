//! The named part of the key: every part has one name, and every parameter one part.

use super::super::args::KeyEntry;
use super::super::function::Function;
use super::super::names::Names;
use super::super::param::{Kind, Param};
use super::super::plan::{Lost, Part, Role, target};
use super::names::no_parameter;
use super::{KEY, Plan};
use syn::ext::IdentExt as _;
use syn::{Error, Expr};

/// Every entry of `key(…)` says which parameter it stands for.
pub(super) fn entries_stand_for_parameters(plan: &Plan<'_>) -> Vec<Error> {
    let lost = |entry: &KeyEntry| {
        let lost = target(entry, plan.function).err()?;
        Some(lost_entry(entry, &lost, plan.function))
    };
    plan.key_entries().iter().filter_map(lost).collect()
}

/// No two parts of the key have one name.
pub(super) fn names_are_distinct(plan: &Plan<'_>) -> Vec<Error> {
    let roles: Vec<_> = plan.parts.iter().map(Part::role).collect();
    let names: Vec<_> = roles.iter().filter_map(name_in_key).collect();
    let taken = |entry: &KeyEntry| {
        let name = entry.name.text();
        names.iter().filter(|other| **other == name).count() > 1
    };
    let error = |entry: &KeyEntry| {
        let name = entry.name.text();
        let message = format!("another part of the key is named `{name}` too: write another name");
        Error::new(entry.name.span(), message)
    };
    plan.key_entries()
        .iter()
        .filter(|entry| taken(entry))
        .map(error)
        .collect()
}

/// An entry that stands for a pattern has all of its bindings, or they are skipped: half of it
/// would be left out in silence.
pub(super) fn patterns_are_covered(plan: &Plan<'_>) -> Vec<Error> {
    let skipped = || plan.args.skip.iter().flat_map(|names| &names.0);
    let left_out = |part: &Part<'_>| {
        let (Role::Replaced(entry), Kind::Pattern { bindings, .. }) =
            (part.role(), &part.param.kind)
        else {
            return None;
        };
        let used = Names::of_expr(&entry.value);
        let is_covered = |own: &syn::Ident| {
            used.contain(own) || skipped().any(|name| name.unraw() == own.unraw())
        };
        let lost = bindings.iter().find(|own| !is_covered(own))?;
        let message = format!(
            "this leaves `{lost}` of `{}` out of the key: name it here too, or write `skip = [{lost}]`",
            part.param.shown()
        );
        Some(Error::new_spanned(&entry.value, message))
    };
    plan.parts.iter().filter_map(left_out).collect()
}

/// A pattern has no name of its own, so the attribute gives it one or skips it.
pub(super) fn patterns_have_a_name(plan: &Plan<'_>) -> Vec<Error> {
    if !plan.args.have_understood(KEY) {
        return Vec::new();
    }
    let unnamed = plan
        .parts
        .iter()
        .filter_map(|part| match (part.role(), &part.param.kind) {
            (Role::Unstated, Kind::Pattern { pat, bindings }) => Some((part.param, pat, bindings)),
            _ => None,
        });
    let error = |(param, pat, bindings): (&Param, _, &Vec<syn::Ident>)| {
        let shown = param.shown();
        let names = bindings
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        let message = if bindings.is_empty() {
            format!("`{shown}` has no name in the key: bind it to a name, or write `skip = [_]`")
        } else {
            format!(
                "the pattern `{shown}` has no name in the key: write `key(name = ({names}))` to \
                 give it one, or `skip = [{names}]` to leave it out"
            )
        };
        Error::new_spanned(pat, message)
    };
    unnamed.map(error).collect()
}

/// A hit does not run the body, so what the body writes through a `&mut` stays unwritten.
pub(super) fn is_not_written(plan: &Plan<'_>) -> Vec<Error> {
    let keyed = plan.parts.iter().filter(|part| part.is_keyed_itself());
    let error = |part: &Part<'_>| {
        let name = part.param.shown();
        let message = format!(
            "`{name}` is `&mut`, and a hit writes nothing to it: write `skip = [{name}]` if what \
             it holds makes no difference, or `key({name} = …)` with what does"
        );
        Error::new(part.param.span(), message)
    };
    keyed
        .filter(|part| part.param.is_written())
        .map(error)
        .collect()
}

fn name_in_key(role: &Role<'_>) -> Option<String> {
    match role {
        Role::Own(param) => Some(param.name()),
        Role::Replaced(entry) => Some(entry.name.text()),
        Role::Skipped | Role::Positional | Role::Unstated => None,
    }
}

fn lost_entry(entry: &KeyEntry, lost: &Lost<'_>, function: &Function) -> Error {
    match lost {
        Lost::NoSuchParameter(name) => {
            let mut error = no_parameter(name, function);
            let names = Names::of_expr(&entry.value);
            let mut params = function.params.iter();
            if !matches!(entry.value, Expr::Lit(_)) && !params.any(|param| param.is_among(&names)) {
                let more = "what is no parameter stands beside one: `key(param = (param, …))`";
                error = Error::new(name.span(), format!("{error}; {more}"));
            }
            error
        }
        Lost::NamesNone => {
            let message = "this names no parameter: write an expression over the one that it \
                           shall stand for";
            Error::new_spanned(&entry.value, message)
        }
        Lost::NamesSeveral(params) => {
            let names: Vec<_> = params
                .iter()
                .map(|param| format!("`{}`", param.shown()))
                .collect();
            let message = format!(
                "this names {}, so it can't be told which of them it stands for: write \
                 `key(param = …)` with that parameter's name, and skip the others if they shall \
                 not enter the key",
                names.join(" and ")
            );
            Error::new_spanned(&entry.value, message)
        }
    }
}
