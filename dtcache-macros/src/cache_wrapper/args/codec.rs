//! `codec = compact`: how results are written.

use super::argument::{Argument, advice, ungrouped};
use super::unknown::closest;
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Expr, Ident};

/// How results are written, and where that is said.
pub(crate) enum Codec {
    Json(Span),
    Compact(Span),
}

const KNOWN: &[&str] = &["json", "compact"];

impl Argument for Codec {
    const USAGE: &'static str = "json` or `codec = compact";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let expr = ungrouped(input.parse()?);
        let word = match &expr {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        };
        let text = word.map(|word| word.unraw().to_string());
        match (word, text.as_deref()) {
            (Some(word), Some("json")) => Ok(Self::Json(word.span())),
            (Some(word), Some("compact")) => Ok(Self::Compact(word.span())),
            (_, text) => {
                let close = text.and_then(|text| closest(&text.to_lowercase(), KNOWN));
                let message = match (text, close) {
                    (Some(text), Some(close)) => {
                        format!("there is no codec `{text}`: did you mean `{close}`?")
                    }
                    _ => advice::<Self>(name, "one of the two codecs is needed here"),
                };
                Err(syn::Error::new_spanned(&expr, message))
            }
        }
    }
}
