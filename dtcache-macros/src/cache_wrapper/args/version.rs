//! `version = 2`: which generation of entries a function reads and writes.

use super::argument::{Argument, advice, ungrouped};
use syn::parse::ParseStream;
use syn::{Expr, ExprLit, Ident, Lit, LitInt};

/// A whole number that fits into a `u64`.
pub(crate) struct Version(pub(crate) LitInt);

impl Argument for Version {
    const USAGE: &'static str = "2";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let expr = ungrouped(input.parse()?);
        if let Expr::Lit(ExprLit {
            lit: Lit::Int(int), ..
        }) = &expr
            && let Ok(number) = int.base10_parse::<u64>()
            && matches!(int.suffix(), "" | "u64")
        {
            return Ok(Self(LitInt::new(&format!("{number}u64"), int.span())));
        }
        let problem = "a version is a whole number, written out";
        Err(syn::Error::new_spanned(
            &expr,
            advice::<Self>(name, problem),
        ))
    }
}
