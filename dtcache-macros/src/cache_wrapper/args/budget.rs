//! `budget = "50ms"` or `budget = EXPR`: how long the cache may take of a call's time.

use super::argument::{Argument, advice, ungrouped};
use proc_macro2::Span;
use std::time::Duration;
use syn::parse::ParseStream;
use syn::{Expr, ExprLit, Ident, Lit, LitStr};

/// How long the cache may take of a call's time.
pub(crate) enum Budget {
    /// Never zero.
    Millis(u64, Span),
    /// An expression over the parameters.
    Expr(Expr),
}

impl Argument for Budget {
    const USAGE: &'static str = "\"50ms\"` or `budget = Duration::from_millis(50)";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let expr = ungrouped(input.parse()?);
        match &expr {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => from_text(name, text),
            Expr::Lit(_) => {
                let problem = "a budget has a unit";
                let message = advice::<Self>(name, problem);
                Err(syn::Error::new_spanned(&expr, message))
            }
            _ => Ok(Self::Expr(expr)),
        }
    }
}

fn from_text(name: &Ident, text: &LitStr) -> syn::Result<Budget> {
    let span = text.span();
    let wrong = |problem: &str| Err(syn::Error::new(span, advice::<Budget>(name, problem)));
    match humantime::parse_duration(&text.value()) {
        Ok(Duration::ZERO) => wrong("in no time the cache can do nothing"),
        // A fraction of a millisecond rounds up.
        Ok(duration) => match u64::try_from(duration.as_nanos().div_ceil(1_000_000)) {
            Ok(millis) => Ok(Budget::Millis(millis, span)),
            Err(_) => wrong("this is more milliseconds than a number can hold"),
        },
        Err(error) => wrong(&format!("`{}` is no duration ({error})", text.value())),
    }
}
