//! `namespace = "user_data"`: the prefix of every key.

use super::argument::{Argument, advice, ungrouped};
use syn::parse::ParseStream;
use syn::{Expr, ExprLit, Ident, Lit, LitStr};

/// The prefix of every key.
pub(crate) enum Namespace {
    /// A literal, known not to be empty.
    Text(LitStr),
    /// Anything else that can be evaluated while compiling.
    Const(Expr),
}

impl Argument for Namespace {
    const USAGE: &'static str = "\"user_data\"";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        match ungrouped(input.parse()?) {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) if text.value().is_empty() => {
                let problem = "an empty namespace would mix this function's entries with others";
                Err(syn::Error::new(text.span(), advice::<Self>(name, problem)))
            }
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Ok(Self::Text(text)),
            Expr::Lit(other) => {
                let message = advice::<Self>(name, "a namespace is a string literal or a constant");
                Err(syn::Error::new_spanned(other, message))
            }
            Expr::Macro(mac) if mac.mac.path.is_ident("format") => {
                let message = "a namespace is known while compiling: write a literal, and put what \
                               varies into the key with `key(param = …)`";
                Err(syn::Error::new_spanned(mac, message))
            }
            expr => Ok(Self::Const(expr)),
        }
    }
}
