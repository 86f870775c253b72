//! Two instantiations of one function must not share an entry by accident.

use super::super::function::Kind;
use super::super::names::Names;
use super::super::plan::{Part, Role};
use super::Plan;
use syn::{Error, Ident};

/// Type and `const` parameters that the arguments in the key don't settle are stated.
pub(super) fn are_stated(plan: &Plan<'_>) -> Vec<Error> {
    if !plan.args.complete {
        return Vec::new();
    }
    let keyed = plan.parts.iter().filter(|part| enters_key(part));
    let keyed: Vec<_> = keyed
        .filter_map(|part| part.param.ty.as_ref())
        .map(Names::of_values)
        .collect();
    let returned = plan
        .function
        .returned()
        .map(Names::of_type)
        .unwrap_or_default();
    let error = |name: &Ident| {
        let problem = if returned.contain(name) {
            "the result depends on it, and the key does not tell"
        } else if keyed.iter().any(|names| names.contain(name)) {
            return None;
        } else {
            "no argument in the key holds a value of it"
        };
        let message = format!(
            "`{name}` must be stated, because {problem}: write `key({name} = \"…\")` with what \
             stands for it, or `skip = [{name}]` if it makes no difference"
        );
        Some(Error::new(name.span(), message))
    };
    let unstated = plan
        .parts
        .iter()
        .filter_map(|part| match (part.role(), &part.param.kind) {
            (Role::Unstated, Kind::Generic(name)) => Some(name),
            _ => None,
        });
    unstated.filter_map(error).collect()
}

/// As itself: what the attribute says instead may have another type.
fn enters_key(part: &Part<'_>) -> bool {
    matches!(part.role(), Role::Own(_) | Role::Positional)
}
