//! A stretch of time: `"50ms"`, or an expression that gives a `Duration`.

use super::argument::ungrouped;
use proc_macro2::Span;
use std::time::Duration;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, Lit, LitStr};

/// A stretch of time.
pub(crate) enum Time {
    /// What a text says.
    Millis(u64, Span),
    /// An expression over the parameters.
    Expr(Expr),
}

/// What is said of that which is no time.
pub(super) struct Words<'w> {
    /// Of a number.
    pub(super) unit: &'w str,
    /// Of zero, where it is no good.
    pub(super) zero: Option<&'w str>,
}

impl Time {
    /// Reads it; `advice` makes a message of a problem.
    pub(super) fn read(
        input: ParseStream<'_>,
        words: &Words<'_>,
        advice: impl Fn(&str) -> String,
    ) -> syn::Result<Self> {
        let expr = ungrouped(input.parse()?);
        match &expr {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => from_text(text, words, advice),
            Expr::Lit(_) => Err(syn::Error::new_spanned(&expr, advice(words.unit))),
            _ => Ok(Self::Expr(expr)),
        }
    }

    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Millis(_, span) => *span,
            Self::Expr(expr) => expr.span(),
        }
    }
}

fn from_text(
    text: &LitStr,
    words: &Words<'_>,
    advice: impl Fn(&str) -> String,
) -> syn::Result<Time> {
    let span = text.span();
    let wrong = |problem: &str| Err(syn::Error::new(span, advice(problem)));
    let duration = match humantime::parse_duration(&text.value()) {
        Ok(duration) => duration,
        Err(error) => return wrong(&format!("`{}` is no duration ({error})", text.value())),
    };
    if let (Duration::ZERO, Some(problem)) = (duration, words.zero) {
        return wrong(problem);
    }
    // A fraction of a millisecond rounds up.
    match u64::try_from(duration.as_nanos().div_ceil(1_000_000)) {
        Ok(millis) => Ok(Time::Millis(millis, span)),
        Err(_) => wrong("this is more milliseconds than a number can hold"),
    }
}
