//! `none_expire = 30`: how long an absent result is kept, which without it is not stored at all.

use super::argument::{Argument, advice, ungrouped};
use super::life::Life;
use syn::parse::ParseStream;
use syn::{Expr, Ident};

/// How long an absent result is kept.
pub(crate) struct NoneExpire(pub(crate) Life);

impl Argument for NoneExpire {
    const USAGE: &'static str = "30` (seconds) or `none_expire = \"30s\"";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        match ungrouped(input.parse()?) {
            Expr::Closure(closure) => {
                let problem = "where nothing was found there is no value to ask";
                let message = advice::<Self>(name, problem);
                Err(syn::Error::new_spanned(closure, message))
            }
            expr => Life::read::<Self>(name, expr).map(Self),
        }
    }
}
