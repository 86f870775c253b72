//! `key(user = user.id, "userId" = user_id)`: what stands for a parameter in the key.

use super::argument::{Argument, Form};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, LitStr, Token};

/// What `key(…)` lists.
pub(crate) struct KeyEntries(pub(crate) Vec<KeyEntry>);

/// One `name = value` of it.
pub(crate) struct KeyEntry {
    pub(crate) name: KeyName,
    pub(crate) value: Expr,
}

/// The left side of an entry.
pub(crate) enum KeyName {
    /// A parameter, or a new name for a pattern.
    Ident(Ident),
    /// The name in the key; the parameter is the one that the value names.
    Text(LitStr),
}

impl Argument for KeyEntries {
    const USAGE: &'static str = "param = expression";
    const FORM: Form = Form::Listed;

    fn parse(_: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let entries = input.parse_terminated(KeyEntry::parse, Token![,])?;
        Ok(Self(entries.into_iter().collect()))
    }
}

impl Parse for KeyEntry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: KeyName = input.parse()?;
        if !input.peek(Token![=]) || input.peek(Token![==]) {
            let message = format!(
                "what stands for `{0}` in the key is missing: write `key({0} = expression)`",
                name.text()
            );
            return Err(syn::Error::new(name.span(), message));
        }
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        Ok(Self { name, value })
    }
}

impl KeyName {
    /// Where it stands.
    pub(crate) fn span(&self) -> proc_macro2::Span {
        match self {
            Self::Ident(ident) => ident.span(),
            Self::Text(text) => text.span(),
        }
    }

    /// The name as it stands in the key.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Ident(ident) => ident.unraw().to_string(),
            Self::Text(text) => text.value(),
        }
    }
}

impl Parse for KeyName {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return Ok(Self::Text(input.parse()?));
        }
        let expected = "expected the name of a parameter, or a name for the key in quotes";
        let ident = Ident::parse_any(input);
        ident
            .map(Self::Ident)
            .map_err(|error| syn::Error::new(error.span(), expected))
    }
}
