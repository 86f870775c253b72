//! `[a, b]`: the names of parameters, for `skip` and `positional`.

use super::argument::{Argument, advice};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Token, bracketed, token};

/// Names of parameters, among them `self` and `_`.
#[derive(Default)]
pub(crate) struct Names(pub(crate) Vec<Ident>);

impl Argument for Names {
    const USAGE: &'static str = "[param, …]";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(token::Bracket) {
            let problem = format!("`{name}` takes names in brackets");
            return Err(input.error(advice::<Self>(name, &problem)));
        }
        let content;
        bracketed!(content in input);
        let names = content.parse_terminated(one_name, Token![,])?;
        Ok(Self(names.into_iter().collect()))
    }
}

fn one_name(input: ParseStream<'_>) -> syn::Result<Ident> {
    if let Ok(text) = input.fork().parse::<LitStr>() {
        let message = format!(
            "a parameter's name stands without quotes: write `{}`",
            text.value()
        );
        return Err(syn::Error::new(text.span(), message));
    }
    let name = Ident::parse_any(input)
        .map_err(|error| syn::Error::new(error.span(), "expected the name of a parameter"))?;
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(name);
    }
    let message = format!(
        "here stand names of parameters alone: write `{name}`, and `key({name} = …)` for a part of it"
    );
    Err(syn::Error::new(name.span(), message))
}
