//! Names in the attribute that mean no parameter, or mean one twice.

use super::super::args::{Condition, Names, closest, listed};
use super::super::function::Function;
use super::super::param::{Kind, Param};
use super::super::plan::{Mention, Part};
use super::Plan;
use proc_macro2::Span;
use syn::{Error, Expr, Ident};

/// What `skip`, `positional` and the left side of `in` name is a parameter.
pub(super) fn are_parameters(plan: &Plan<'_>) -> Vec<Error> {
    let listed = names(plan.args.skip.as_ref()).chain(names(plan.args.positional.as_ref()));
    let compared = plan
        .args
        .only_for
        .iter()
        .flat_map(|conditions| &conditions.0);
    let compared = compared.filter_map(|condition| match condition {
        Condition::In {
            value: Expr::Path(path),
            ..
        } => path.path.get_ident(),
        _ => None,
    });
    let unknown = listed
        .chain(compared)
        .filter(|name| plan.function.param(name).is_none());
    unknown
        .map(|name| no_parameter(name, plan.function))
        .collect()
}

/// What `positional` names has a value and a name.
pub(super) fn can_be_positional(plan: &Plan<'_>) -> Vec<Error> {
    let error = |name: &Ident| {
        let problem = match &plan.function.param(name)?.kind {
            Kind::Named(_) | Kind::Receiver { .. } => return None,
            Kind::Generic(_) => {
                "is a type or `const` parameter, which Python has no place for: \
                                 write `key(T = \"…\")` or `skip = [T]`"
            }
            Kind::Pattern { .. } => {
                "is no parameter by itself but part of a pattern: bind the \
                                     parameter to a name, and take it apart in the body"
            }
        };
        Some(Error::new(name.span(), format!("`{name}` {problem}")))
    };
    names(plan.args.positional.as_ref())
        .filter_map(error)
        .collect()
}

/// No name is in a list twice.
pub(super) fn are_listed_once(plan: &Plan<'_>) -> Vec<Error> {
    let again = |list: &Names| {
        let mut seen: Vec<&Ident> = Vec::new();
        let mut errors = Vec::new();
        for name in &list.0 {
            // Every `_` is another parameter.
            if seen.contains(&name) && name != "_" {
                let message = format!("`{name}` is in this list already: remove it");
                errors.push(Error::new(name.span(), message));
            }
            seen.push(name);
        }
        errors
    };
    plan.args.skip.iter().flat_map(again).collect()
}

/// No parameter is in two of `skip`, `positional` and `key`.
pub(super) fn are_said_once(plan: &Plan<'_>) -> Vec<Error> {
    let again = |part: &Part<'_>| {
        let [first, others @ ..] = part.mentions.as_slice() else {
            return Vec::new();
        };
        let message = format!(
            "`{}` is already in `{}`: a parameter has one place in the key",
            part.param.shown(),
            place(first).0
        );
        others
            .iter()
            .map(|other| Error::new(place(other).1, &message))
            .collect()
    };
    plan.parts.iter().flat_map(again).collect()
}

/// The error for a name that is no parameter.
pub(super) fn no_parameter(name: &Ident, function: &Function) -> Error {
    let params = function.params.iter().filter(|param| !param.is_self_type());
    let names: Vec<_> = params.flat_map(names_of).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let listed = listed(&names);
    let mut message = if names.is_empty() {
        format!("`{name}` is no parameter of this function, which has none")
    } else if let Some(close) = closest(&name.to_string(), &names) {
        format!(
            "`{name}` is no parameter of this function: did you mean `{close}`? There are {listed}"
        )
    } else {
        format!("`{name}` is no parameter of this function: there are {listed}")
    };
    if name.to_string().starts_with(char::is_uppercase) {
        message += "; what the `impl` around it is generic over is stated as `key(Self = …)`";
    }
    Error::new(name.span(), message)
}

fn names(given: Option<&Names>) -> impl Iterator<Item = &Ident> {
    given.into_iter().flat_map(|names| &names.0)
}

fn names_of(param: &Param) -> Vec<String> {
    match &param.kind {
        Kind::Pattern { bindings, .. } if !bindings.is_empty() => {
            bindings.iter().map(ToString::to_string).collect()
        }
        _ => vec![param.shown()],
    }
}

fn place(mention: &Mention<'_>) -> (&'static str, Span) {
    match mention {
        Mention::Skip(name) => ("skip", name.span()),
        Mention::Positional(name) => ("positional", name.span()),
        Mention::Key(entry) => ("key", entry.name.span()),
    }
}
