//! `codec = compact`: how results are written.

use super::argument::{Argument, advice, ungrouped};
use super::unknown::{closest, listed};
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Expr, Ident};

/// How results are written, and where that is said.
pub(crate) enum Codec {
    Json(Span),
    Compact(Span),
}

const WORDS: &[&str] = &["json", "compact"];

impl Argument for Codec {
    const USAGE: &'static str = "compact";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(Ident::peek_any) {
            let problem = "one of the words `json` and `compact` is needed here";
            let expr: Expr = ungrouped(input.parse()?);
            let message = advice::<Self>(name, problem);
            return Err(syn::Error::new_spanned(expr, message));
        }
        let word = input.call(Ident::parse_any)?;
        let text = word.to_string();
        match text.as_str() {
            "json" => Ok(Self::Json(word.span())),
            "compact" => Ok(Self::Compact(word.span())),
            _ => {
                let message = match closest(&text.to_lowercase(), WORDS) {
                    Some(close) => format!("`{name}` knows no `{text}`: did you mean `{close}`?"),
                    None => format!("`{name}` knows no `{text}`: there are {}", listed(WORDS)),
                };
                Err(syn::Error::new(word.span(), message))
            }
        }
    }
}
