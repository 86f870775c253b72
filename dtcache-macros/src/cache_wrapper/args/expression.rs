//! `redis = EXPR` and `cache_if = |value| …`: expressions taken as they are.

use super::argument::{Argument, advice, ungrouped};
use syn::parse::ParseStream;
use syn::{Expr, Ident};

/// The instance to use.
pub(crate) struct Instance(pub(crate) Expr);

/// Which results are stored: a closure of one parameter, or the path of a function.
pub(crate) struct Predicate(pub(crate) Expr);

impl Argument for Instance {
    const USAGE: &'static str = "INSTANCE";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        match ungrouped(input.parse()?) {
            Expr::Lit(lit) => {
                let problem = "a `RedisInstance` is needed here, not a literal";
                Err(syn::Error::new_spanned(lit, advice::<Self>(name, problem)))
            }
            expr => Ok(Self(expr)),
        }
    }
}

impl Argument for Predicate {
    const USAGE: &'static str = "|value| …";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        match ungrouped(input.parse()?) {
            Expr::Closure(closure) if closure.inputs.len() != 1 => {
                let problem = "the closure takes one parameter, a reference to the result";
                Err(syn::Error::new_spanned(
                    &closure.inputs,
                    advice::<Self>(name, problem),
                ))
            }
            expr @ (Expr::Closure(_) | Expr::Path(_)) => Ok(Self(expr)),
            other => {
                let problem = "a closure is needed here, which is asked for each result";
                Err(syn::Error::new_spanned(
                    other,
                    advice::<Self>(name, problem),
                ))
            }
        }
    }
}
