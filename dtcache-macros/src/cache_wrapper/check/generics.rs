//! Two instantiations of one function must not share an entry by accident.

use super::super::plan::Doubt;
use super::{KEY, Plan};
use syn::{Error, Ident};

/// Type and `const` parameters that the arguments in the key don't settle are stated. Of `Self`
/// the compiler knows more: the expansion leaves that to it.
pub(super) fn are_stated(plan: &Plan<'_>) -> Vec<Error> {
    if !plan.args.have_understood(KEY) {
        return Vec::new();
    }
    let is_const = |name: &Ident| {
        let mut consts = plan.function.sig.generics.const_params();
        consts.any(|param| param.ident == *name)
    };
    let error = |(name, doubt): (&Ident, Doubt)| {
        let problem = match doubt {
            Doubt::Returned => "the result depends on it, and the key does not tell",
            Doubt::NoValue => "no argument in the key holds a value of it",
        };
        let stated = if is_const(name) {
            format!("`key({name} = {name})`")
        } else {
            format!(
                "`key({name} = std::any::type_name::<{name}>())`, or with a name of your own for each type,"
            )
        };
        let message = format!(
            "`{name}` must be stated, because {problem}: write {stated} or `skip = [{name}]` if \
             it makes no difference"
        );
        Error::new(name.span(), message)
    };
    let doubts = plan.doubts().into_iter();
    doubts
        .filter(|(name, _)| *name != "Self")
        .map(error)
        .collect()
}
