//! `write = background`: whether a call waits for the write of its result.

use super::argument::Argument;
use super::word::word;
use proc_macro2::Span;
use syn::Ident;
use syn::parse::ParseStream;

/// Whether a call waits for the write of its result.
pub(crate) enum Write {
    Wait,
    Background(Span),
}

impl Argument for Write {
    const USAGE: &'static str = "background";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let (text, word) = word::<Self>(name, input, &["wait", "background"])?;
        Ok(match text.as_str() {
            "wait" => Self::Wait,
            _ => Self::Background(word.span()),
        })
    }
}
