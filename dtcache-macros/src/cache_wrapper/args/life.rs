//! How long an entry is kept: `3600`, `"10m"`, or an expression.

use super::argument::{Argument, advice};
use proc_macro2::Span;
use std::time::Duration;
use syn::spanned::Spanned as _;
use syn::{BinOp, Expr, ExprLit, Ident, Lit, LitStr, UnOp};

/// How long an entry is kept.
pub(crate) enum Life {
    /// Whole seconds; never zero.
    Seconds(u64, Span),
    /// What a text says that is not whole seconds; never zero.
    Millis(u64, Span),
    /// An expression over the parameters.
    Expr(Expr),
}

const NO_TIME: &str = "nothing can be kept for no time";
const NEGATIVE: &str = "a time to live is not negative";

impl Life {
    /// Reads the value of the argument `name`.
    pub(super) fn read<A: Argument>(name: &Ident, expr: Expr) -> syn::Result<Self> {
        let wrong = |problem| Err(syn::Error::new_spanned(&expr, advice::<A>(name, problem)));
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
            }) => from_text::<A>(name, text),
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

fn from_text<A: Argument>(name: &Ident, text: &LitStr) -> syn::Result<Life> {
    let span = text.span();
    let wrong = |problem: &str| Err(syn::Error::new(span, advice::<A>(name, problem)));
    let duration = match humantime::parse_duration(&text.value()) {
        Ok(Duration::ZERO) => return wrong(NO_TIME),
        Ok(duration) => duration,
        Err(error) => return wrong(&format!("`{}` is no duration ({error})", text.value())),
    };
    if duration.subsec_nanos() == 0 {
        return Ok(Life::Seconds(duration.as_secs(), span));
    }
    // A fraction of a millisecond rounds up, as it does at run time.
    match u64::try_from(duration.as_nanos().div_ceil(1_000_000)) {
        Ok(millis) => Ok(Life::Millis(millis, span)),
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
