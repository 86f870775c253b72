//! `write = background`: whether a call waits for the write of its result.

use super::argument::{Argument, advice, ungrouped};
use super::unknown::{closest, listed};
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Expr, Ident};

/// Whether a call waits for the write of its result.
pub(crate) enum Write {
    Wait,
    Background(Span),
}

const WORDS: &[&str] = &["wait", "background"];

impl Argument for Write {
    const USAGE: &'static str = "background";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(Ident::peek_any) {
            let problem = "one of the words `wait` and `background` is needed here";
            let expr: Expr = ungrouped(input.parse()?);
            let message = advice::<Self>(name, problem);
            return Err(syn::Error::new_spanned(expr, message));
        }
        let word = input.call(Ident::parse_any)?;
        let text = word.to_string();
        match text.as_str() {
            "wait" => Ok(Self::Wait),
            "background" => Ok(Self::Background(word.span())),
            _ => {
                let message = match closest(&text, WORDS) {
                    Some(close) => format!("`{name}` knows no `{text}`: did you mean `{close}`?"),
                    None => format!("`{name}` knows no `{text}`: there are {}", listed(WORDS)),
                };
                Err(syn::Error::new(word.span(), message))
            }
        }
    }
}
