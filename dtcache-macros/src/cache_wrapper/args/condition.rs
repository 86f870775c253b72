//! `only_for = [kind in ["a", "b"], page < 10]`: when the cache is used at all.

use super::argument::{Argument, advice, ungrouped};
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, Token, bracketed, token};

/// Conditions, any of which suffices; never empty.
pub(crate) struct Conditions(pub(crate) Vec<Condition>);

/// One condition.
pub(crate) enum Condition {
    /// `value in list`
    In { value: Expr, list: List },
    /// A `bool` expression.
    Holds(Expr),
}

/// What stands after `in`.
pub(crate) enum List {
    /// `[None]`, `[None, None]`: the option's type can't be told from it.
    Nones(Vec<Expr>),
    /// An array or a range.
    Values(Expr),
}

const EXPECTED: &str = "expected a condition: `param in [a, b]`, `param in 1..=5`, \
                        or a `bool` expression such as `param != 1`";

impl Argument for Conditions {
    const USAGE: &'static str = "[param in [a, b]]";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(token::Bracket) {
            let problem = format!("`{name}` takes conditions in brackets");
            return Err(input.error(advice::<Self>(name, &problem)));
        }
        let content;
        let brackets = bracketed!(content in input);
        let conditions = content.parse_terminated(Condition::parse, Token![,])?;
        if conditions.is_empty() {
            let problem = "no condition could hold, so nothing would be cached";
            return Err(syn::Error::new(
                brackets.span.join(),
                advice::<Self>(name, problem),
            ));
        }
        Ok(Self(conditions.into_iter().collect()))
    }
}

impl Parse for Condition {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let value: Expr = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), EXPECTED))?;
        if input.peek(Token![in]) {
            if let Expr::Binary(binary) = &value {
                let message = "a condition with `in` stands alone: write a `bool` expression, such \
                               as `param == 1 && [2, 3].contains(&other)`";
                return Err(syn::Error::new_spanned(binary, message));
            }
            input.parse::<Token![in]>()?;
            let list = input.parse()?;
            return Ok(Self::In { value, list });
        }
        if let Expr::Assign(assign) = &value {
            let message = "a condition compares: write `==`, or `param in [a, b]`";
            return Err(syn::Error::new(assign.eq_token.span, message));
        }
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error(EXPECTED));
        }
        Ok(Self::Holds(value))
    }
}

impl Parse for List {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let expr = ungrouped(input.parse()?);
        let wrong = |message: &str| Err(syn::Error::new_spanned(&expr, message));
        match &expr {
            Expr::Array(array) if array.elems.is_empty() => {
                wrong("an empty list holds for nothing: write the values it shall hold for")
            }
            Expr::Array(array) if array.elems.iter().all(is_none) => {
                Ok(Self::Nones(array.elems.iter().cloned().collect()))
            }
            Expr::Array(_) | Expr::Repeat(_) | Expr::Range(_) | Expr::Path(_) => {
                Ok(Self::Values(expr))
            }
            Expr::Paren(paren) if matches!(*paren.expr, Expr::Range(_)) => Ok(Self::Values(expr)),
            _ => wrong(
                "after `in` stands an array or a range: write `[a, b]` or `1..=5`, \
                 or a `bool` expression such as `LIST.contains(&param)`",
            ),
        }
    }
}

fn is_none(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.qself.is_none() && path.path.is_ident("None"))
}
