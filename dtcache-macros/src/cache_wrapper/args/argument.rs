//! What every argument has in common: a name, a form, and a value that parses itself.

use syn::parse::ParseStream;
use syn::{Expr, Ident, Token, parenthesized, token};

/// The value of an argument.
pub(super) trait Argument: Sized {
    /// What may stand as the value, as shown in messages.
    const USAGE: &'static str;

    /// How name and value stand together.
    const FORM: Form = Form::Assigned;

    /// Reads the value; `name` is for the messages.
    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self>;

    /// Reads what stands in the parentheses, where `FORM` allows some.
    fn parse_list(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        Self::parse(name, input)
    }
}

/// How an argument is written.
pub(super) enum Form {
    /// `name = value`
    Assigned,
    /// `name(values)`
    Listed,
    /// Either of them.
    Both,
}

/// Reads what follows `name` into its place.
pub(super) fn accept<T: Argument>(
    place: &mut Option<T>,
    name: &Ident,
    input: ParseStream<'_>,
) -> syn::Result<()> {
    let value = match T::FORM {
        Form::Assigned => assigned(name, input)?,
        Form::Both if !input.peek(token::Paren) => assigned(name, input)?,
        Form::Listed | Form::Both => listed(name, input)?,
    };
    if place.is_some() {
        let message = format!("`{name}` is given twice: keep one of them");
        return Err(syn::Error::new(name.span(), message));
    }
    *place = Some(value);
    Ok(())
}

/// The message for a problem, closing with the way to write this argument.
pub(super) fn advice<T: Argument>(name: &Ident, problem: &str) -> String {
    let usage = T::USAGE;
    match T::FORM {
        Form::Assigned | Form::Both => format!("{problem}: write `{name} = {usage}`"),
        Form::Listed => format!("{problem}: write `{name}({usage})`"),
    }
}

/// Drops the invisible groups that a `macro_rules!` fragment leaves.
pub(super) fn ungrouped(expr: Expr) -> Expr {
    match expr {
        Expr::Group(group) if group.attrs.is_empty() => ungrouped(*group.expr),
        expr => expr,
    }
}

fn assigned<T: Argument>(name: &Ident, input: ParseStream<'_>) -> syn::Result<T> {
    let without_value = || {
        let problem = format!("`{name}` needs a value");
        syn::Error::new(name.span(), advice::<T>(name, &problem))
    };
    if !input.peek(Token![=]) || input.peek(Token![==]) {
        return Err(without_value());
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(without_value());
    }
    T::parse(name, input)
}

fn listed<T: Argument>(name: &Ident, input: ParseStream<'_>) -> syn::Result<T> {
    if !input.peek(token::Paren) {
        let problem = format!("`{name}` needs its list in parentheses");
        return Err(syn::Error::new(name.span(), advice::<T>(name, &problem)));
    }
    let content;
    parenthesized!(content in input);
    let value = T::parse_list(name, &content)?;
    if content.is_empty() {
        return Ok(value);
    }
    Err(content.error(advice::<T>(name, "this is more than expected here")))
}
