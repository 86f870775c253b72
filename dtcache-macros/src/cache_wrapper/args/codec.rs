//! `codec = compact`: how results are written.

use super::argument::Argument;
use super::word::word;
use proc_macro2::Span;
use syn::Ident;
use syn::parse::ParseStream;

/// How results are written, and where that is said.
pub(crate) enum Codec {
    Json(Span),
    Compact(Span),
}

impl Argument for Codec {
    const USAGE: &'static str = "compact";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let (text, word) = word::<Self>(name, input, &["json", "compact"])?;
        Ok(match text.as_str() {
            "json" => Self::Json(word.span()),
            _ => Self::Compact(word.span()),
        })
    }
}
