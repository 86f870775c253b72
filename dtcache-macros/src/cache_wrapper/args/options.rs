//! What stands in an argument's parentheses: `wait = "5s", lock = true`.

use super::argument::ungrouped;
use super::unknown::{closest, listed};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Expr, ExprLit, Ident, Lit, LitBool, Token};

/// Reads `name = value, …` to the end; `read` has the value behind each of the names in `known`.
pub(super) fn options(
    of: &Ident,
    known: &[&str],
    input: ParseStream<'_>,
    mut read: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    let mut seen: Vec<Ident> = Vec::new();
    while !input.is_empty() {
        let name = input.call(Ident::parse_any).map_err(|error| {
            let message = format!("expected one of {} here", listed(known));
            syn::Error::new(error.span(), message)
        })?;
        let wrong = |message: String| Err(syn::Error::new(name.span(), message));
        let text = name.to_string();
        if !known.contains(&text.as_str()) {
            return wrong(match closest(&text, known) {
                Some(close) => format!("`{of}` has no `{text}`: did you mean `{close}`?"),
                None => format!("`{of}` has no `{text}`: there are {}", listed(known)),
            });
        }
        if seen.contains(&name) {
            return wrong(format!("`{text}` is given twice: keep one of them"));
        }
        if !input.peek(Token![=]) || input.peek(Token![==]) {
            return wrong(format!("`{text}` needs a value: write `{text} = …`"));
        }
        input.parse::<Token![=]>()?;
        if input.is_empty() || input.peek(Token![,]) {
            return wrong(format!("`{text}` needs a value: write `{text} = …`"));
        }
        read(&name, input)?;
        seen.push(name);
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error("a comma is missing: write `, ` between two of these"));
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(())
}

/// `true` or `false`, written out; else, what to write.
pub(super) fn boolean(input: ParseStream<'_>, message: &str) -> syn::Result<LitBool> {
    match ungrouped(input.parse()?) {
        Expr::Lit(ExprLit {
            lit: Lit::Bool(literal),
            ..
        }) => Ok(literal),
        other => Err(syn::Error::new_spanned(other, message)),
    }
}
