//! The pipeline run outside of the compiler: what is read into what, and what is refused.

mod expands;
mod refuses;

use crate::cache_wrapper::cache_wrapper;
use proc_macro2::{TokenStream, TokenTree};

const USER: &str = "fn user(user_id: u64, page: u32) -> String { String::new() }";

fn expansion(arguments: &str, item: &str) -> TokenStream {
    let parse = |source: &str| source.parse::<TokenStream>().expect("tokens");
    cache_wrapper(parse(arguments), parse(item))
}

/// The messages of all `compile_error!`s in it.
fn messages(arguments: &str, item: &str) -> Vec<String> {
    let tokens: Vec<_> = expansion(arguments, item).into_iter().collect();
    let message = |pair: &[TokenTree]| match pair {
        [TokenTree::Punct(bang), TokenTree::Group(message)] if bang.as_char() == '!' => {
            Some(message.stream().to_string())
        }
        _ => None,
    };
    let texts = tokens.windows(2).filter_map(message);
    texts.filter(|text| text.starts_with('"')).collect()
}

#[track_caller]
fn refused(arguments: &str, item: &str, parts: &[&str]) {
    let messages = messages(arguments, item);
    assert_eq!(messages.len(), parts.len(), "{messages:#?}");
    for (message, part) in messages.iter().zip(parts) {
        assert!(message.contains(part), "{message} does not say {part}");
    }
}

/// Whether the expansion has these tokens, spaces aside.
#[track_caller]
fn expands(arguments: &str, item: &str, part: &str) {
    let bare = |text: &str| text.replace(char::is_whitespace, "");
    let expansion = expansion(arguments, item).to_string();
    assert!(
        bare(&expansion).contains(&bare(part)),
        "{expansion} has no {part}"
    );
}
