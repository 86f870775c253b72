//! The attribute: whatever the tokens, it gives the function, cached, or the item as it was and what
//! is wrong with the attribute.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{File, Item, ItemFn};

use super::cache_wrapper::cache_wrapper;

/// Between the attribute's arguments and the item.
const LINE: &str = "\n---\n";
/// The item, where there are only arguments.
const FUNCTION: &str = "async fn user(&self, id: u64, page: Option<u32>) -> Result<User, E> { x }";

/// Deeper is not tried: syn calls itself for each level, and for each operator.
const MAX_DEPTH: usize = 32;
const MAX_LENGTH: usize = 2048;

/// The attribute's arguments; behind a line of three dashes, the item.
pub fn attribute(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    if text.len() > MAX_LENGTH || depth(text) > MAX_DEPTH {
        return;
    }
    let (arguments, item) = text.split_once(LINE).unwrap_or((text, FUNCTION));
    if let (Ok(arguments), Ok(item)) = (arguments.parse(), item.parse()) {
        holds(arguments, item);
    }
}

fn holds(arguments: TokenStream, item: TokenStream) {
    let expansion = cache_wrapper(arguments, item.clone());
    if is_refused(&expansion) {
        let (all, own) = (flat(expansion), flat(item));
        let again = own.iter().any(|token| token == "cache_wrapper");
        let kept = own.is_empty() || all.windows(own.len()).any(|part| part == own);
        assert!(again || kept, "the item is gone: {all:?}");
        return;
    }
    // A body is not looked into, so it may be no Rust.
    let Ok(function) = syn::parse2::<ItemFn>(item) else {
        return;
    };
    let text = expansion.to_string();
    let items = match syn::parse2::<File>(expansion) {
        Ok(file) => file.items,
        Err(error) => panic!("{error} in {text}"),
    };
    let Some(Item::Fn(cached)) = items.first() else {
        panic!("no function: {text}");
    };
    let signature = |function: &ItemFn| function.sig.to_token_stream().to_string();
    assert_eq!(signature(cached), signature(&function));
    assert!(items.len() <= 2, "more than a companion: {text}");
}

/// Whether it opens with `::core::compile_error!`.
fn is_refused(expansion: &TokenStream) -> bool {
    let first = flat(expansion.clone().into_iter().take(7).collect());
    first.starts_with(&[":", ":", "core", ":", ":", "compile_error", "!"].map(str::to_owned))
}

/// The tokens in a row, brackets among them.
fn flat(tokens: TokenStream) -> Vec<String> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let brackets = match group.delimiter() {
                    Delimiter::Parenthesis => ["(", ")"],
                    Delimiter::Brace => ["{", "}"],
                    Delimiter::Bracket => ["[", "]"],
                    Delimiter::None => ["", ""],
                };
                all.push(brackets[0].to_owned());
                all.extend(flat(group.stream()));
                all.push(brackets[1].to_owned());
            }
            other => all.push(other.to_string()),
        }
    }
    all
}

fn depth(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for letter in text.chars() {
        match letter {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
