//! `jitter = 10`: by how many per cent a time to live may be shortened by chance.

use super::argument::{Argument, advice, ungrouped};
use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, Ident, Lit, UnOp};

/// By how many per cent a time to live may be shortened.
pub(crate) enum Jitter {
    /// Up to 90.
    PerCent(u8, Span),
    /// An expression, such as the path of a constant.
    Expr(Expr),
}

impl Argument for Jitter {
    const USAGE: &'static str = "10";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let expr = ungrouped(input.parse()?);
        let is_literal = match &expr {
            Expr::Unary(unary) => {
                matches!((&unary.op, &*unary.expr), (UnOp::Neg(_), Expr::Lit(_)))
            }
            expr => matches!(expr, Expr::Lit(_)),
        };
        if let Expr::Lit(ExprLit {
            lit: Lit::Int(int), ..
        }) = &expr
            && let Ok(number @ ..=90) = int.base10_parse::<u8>()
            && matches!(int.suffix(), "" | "u8")
        {
            return Ok(Self::PerCent(number, expr.span()));
        }
        if is_literal {
            let problem = "a time to live is shortened by 0 to 90 per cent, in whole numbers";
            let message = advice::<Self>(name, problem);
            return Err(syn::Error::new_spanned(&expr, message));
        }
        Ok(Self::Expr(expr))
    }
}

impl Jitter {
    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::PerCent(_, span) => *span,
            Self::Expr(expr) => expr.span(),
        }
    }
}
