//! A value that is one of a few words: `write = background`.

use super::argument::{Argument, advice, ungrouped};
use super::unknown::{closest, listed};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Expr, Ident};

/// The word, which is one of `words`; else, what to write.
pub(super) fn word<A: Argument>(
    name: &Ident,
    input: ParseStream<'_>,
    words: &[&str],
) -> syn::Result<(String, Ident)> {
    word_of(name, input, words, |problem| advice::<A>(name, problem))
}

/// The same where no argument is `name`; `advice` makes a message of a problem.
pub(super) fn word_of(
    name: &Ident,
    input: ParseStream<'_>,
    words: &[&str],
    advice: impl Fn(&str) -> String,
) -> syn::Result<(String, Ident)> {
    if !input.peek(Ident::peek_any) {
        let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
        let problem = match quoted.as_slice() {
            [only] => format!("the word {only} is needed here"),
            _ => format!("one of the words {} is needed here", quoted.join(" and ")),
        };
        let expr: Expr = ungrouped(input.parse()?);
        return Err(syn::Error::new_spanned(expr, advice(&problem)));
    }
    let word = input.call(Ident::parse_any)?;
    let text = word.to_string();
    if words.contains(&text.as_str()) {
        return Ok((text, word));
    }
    let message = match closest(&text.to_lowercase(), words) {
        Some(close) => format!("`{name}` knows no `{text}`: did you mean `{close}`?"),
        None if words.len() == 1 => advice(&format!("`{name}` knows no `{text}`")),
        None => format!("`{name}` knows no `{text}`: there are {}", listed(words)),
    };
    Err(syn::Error::new(word.span(), message))
}
