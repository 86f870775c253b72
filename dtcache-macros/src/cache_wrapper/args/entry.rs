//! `entry = user_entry` or `entry(user_entry, value = User)`: the companion with the entry's handle.

use super::argument::{Argument, Form, advice};
use syn::parse::ParseStream;
use syn::{Expr, Ident, Token, Type};

/// The companion function beside the cached one.
pub(crate) struct Entry {
    pub(crate) name: Ident,
    /// What is stored, where the return type does not show it.
    pub(crate) value: Option<Type>,
}

impl Argument for Entry {
    const USAGE: &'static str = "user_entry` or `entry(user_entry, value = User)";
    const FORM: Form = Form::Both;

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let message = advice::<Self>(name, "the name of a new function is needed here");
        let companion = input.fork();
        let Ok(companion) = companion.parse::<Ident>() else {
            return Err(match input.parse::<Expr>() {
                Ok(other) => syn::Error::new_spanned(other, message),
                Err(error) => syn::Error::new(error.span(), message),
            });
        };
        input.parse::<Ident>()?;
        Ok(Self {
            name: companion,
            value: None,
        })
    }

    fn parse_list(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let mut entry = Self::parse(name, input)?;
        if input.parse::<Option<Token![,]>>()?.is_none() || input.is_empty() {
            return Ok(entry);
        }
        let unexpected = || advice::<Self>(name, "after the name stands the type that is stored");
        let value: Ident = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), unexpected()))?;
        if value != "value" || !input.peek(Token![=]) {
            return Err(syn::Error::new(value.span(), unexpected()));
        }
        input.parse::<Token![=]>()?;
        entry.value = Some(input.parse()?);
        input.parse::<Option<Token![,]>>()?;
        Ok(entry)
    }
}
