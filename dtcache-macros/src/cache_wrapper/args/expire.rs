//! `expire = 3600`, `expire = "10m"`, `expire = EXPR` or `expire = |value| EXPR`: how long a result
//! is kept.

use super::argument::{Argument, ungrouped};
use super::life::Life;
use syn::parse::ParseStream;
use syn::{Expr, ExprClosure, Ident};

/// How long a result is kept.
pub(crate) enum Expire {
    /// As is known before the body runs.
    Life(Life),
    /// As the result says: a closure of one parameter.
    By(Box<ExprClosure>),
}

impl Argument for Expire {
    const USAGE: &'static str = "3600` (seconds) or `expire = \"10m\"";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        match ungrouped(input.parse()?) {
            Expr::Closure(closure) if closure.inputs.len() != 1 => {
                let message = "the closure takes one parameter, a reference to the result: write \
                               `expire = |value| …`";
                Err(syn::Error::new_spanned(&closure, message))
            }
            Expr::Closure(closure) => Ok(Self::By(Box::new(closure))),
            expr => Life::read::<Self>(name, expr).map(Self::Life),
        }
    }
}
