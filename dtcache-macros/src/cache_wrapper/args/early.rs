//! `early = true` or `early = 1.5`: whether a result is computed anew before its time is over.

use super::argument::{Argument, advice, ungrouped};
use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, Ident, Lit, UnOp};

/// Whether a result is computed anew before its time is over.
pub(crate) enum Early {
    Never,
    /// With this β, which is finite and above zero.
    Beta(f64, Span),
}

impl Argument for Early {
    const USAGE: &'static str = "true` (which is 1.0) or `early = 1.5";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let expr = ungrouped(input.parse()?);
        let wrong = |problem| {
            Err(syn::Error::new_spanned(
                &expr,
                advice::<Self>(name, problem),
            ))
        };
        if let Expr::Lit(ExprLit {
            lit: Lit::Bool(literal),
            ..
        }) = &expr
        {
            return Ok(if literal.value {
                Self::Beta(1.0, literal.span)
            } else {
                Self::Never
            });
        }
        match number(&expr) {
            None => wrong("a number is needed here, written out"),
            Some(beta) if beta > 0.0 && beta.is_finite() => Ok(Self::Beta(beta, expr.span())),
            Some(0.0) => wrong("zero is never early, which is `early = false`"),
            Some(..0.0) => wrong("a number above zero is needed here"),
            Some(_) => wrong("this is no number that an `f64` can hold"),
        }
    }
}

/// The value of a literal, be there a minus before it.
fn number(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(int), ..
        }) if matches!(int.suffix(), "" | "f64") => int.base10_digits().parse().ok(),
        Expr::Lit(ExprLit {
            lit: Lit::Float(float),
            ..
        }) if matches!(float.suffix(), "" | "f64") => float.base10_digits().parse().ok(),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => Some(-number(&unary.expr)?),
        _ => None,
    }
}
