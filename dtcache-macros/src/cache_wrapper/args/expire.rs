//! `expire = 3600`, `expire = "10m"` or `expire = EXPR`: how long a result is kept.

use super::argument::{Argument, advice, ungrouped};
use proc_macro2::Span;
use std::time::Duration;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{BinOp, Expr, ExprLit, Ident, Lit, LitStr, UnOp};

/// How long a result is kept.
pub(crate) enum Expire {
    /// Whole seconds; never zero.
    Seconds(u64, Span),
    /// What a text says that is not whole seconds; never zero.
    Millis(u64, Span),
    /// An expression over the parameters.
    Expr(Expr),
}

const NO_TIME: &str = "nothing can be kept for no time";
const NEGATIVE: &str = "a time to live is not negative";

impl Argument for Expire {
    const USAGE: &'static str = "3600` (seconds) or `expire = \"10m\"";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let expr = ungrouped(input.parse()?);
        let wrong = |problem| {
            Err(syn::Error::new_spanned(
                &expr,
                advice::<Self>(name, problem),
            ))
        };
        let span = expr.span();
        if let Some(value) = arithmetic(&expr) {
            return match value {
                Ok(0) => wrong(NO_TIME),
                Ok(..0) => wrong(NEGATIVE),
                _ => match value.ok().and_then(|value| u64::try_from(value).ok()) {
                    Some(seconds) => Ok(Self::Seconds(seconds, span)),
                    None => wrong("this is no number of seconds that a `u64` can hold"),
                },
            };
        }
        match &expr {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => from_text(name, text),
            Expr::Lit(_) => wrong("this is no number of whole seconds"),
            Expr::Unary(unary)
                if matches!((&unary.op, &*unary.expr), (UnOp::Neg(_), Expr::Lit(_))) =>
            {
                wrong(NEGATIVE)
            }
            _ => Ok(Self::Expr(expr)),
        }
    }
}

fn from_text(name: &Ident, text: &LitStr) -> syn::Result<Expire> {
    let span = text.span();
    let wrong = |problem: &str| Err(syn::Error::new(span, advice::<Expire>(name, problem)));
    let duration = match humantime::parse_duration(&text.value()) {
        Ok(Duration::ZERO) => return wrong(NO_TIME),
        Ok(duration) => duration,
        Err(error) => return wrong(&format!("`{}` is no duration ({error})", text.value())),
    };
    if duration.subsec_nanos() == 0 {
        return Ok(Expire::Seconds(duration.as_secs(), span));
    }
    // A fraction of a millisecond rounds up, as it does at run time.
    match u64::try_from(duration.as_nanos().div_ceil(1_000_000)) {
        Ok(millis) => Ok(Expire::Millis(millis, span)),
        Err(_) => wrong("this is more milliseconds than a number can hold"),
    }
}

/// Out of range, or a division by zero.
struct NoValue;

/// The value of integer literals and the operators between them, such as `24 * 60 * 60`.
/// The compiler would take them for `i32`, which is no number of seconds. `None`: it is
/// something else.
fn arithmetic(expr: &Expr) -> Option<Result<i128, NoValue>> {
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(int), ..
        }) if !int.suffix().starts_with('f') => Some(int.base10_parse().map_err(|_| NoValue)),
        Expr::Paren(inner) => arithmetic(&inner.expr),
        Expr::Group(inner) => arithmetic(&inner.expr),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            Some(arithmetic(&unary.expr)?.and_then(|value| value.checked_neg().ok_or(NoValue)))
        }
        Expr::Binary(binary) => {
            let operation = match binary.op {
                BinOp::Add(_) => i128::checked_add,
                BinOp::Sub(_) => i128::checked_sub,
                BinOp::Mul(_) => i128::checked_mul,
                BinOp::Div(_) => i128::checked_div,
                _ => return None,
            };
            let (left, right) = (arithmetic(&binary.left)?, arithmetic(&binary.right)?);
            Some(left.and_then(|left| operation(left, right?).ok_or(NoValue)))
        }
        _ => None,
    }
}
