//! The same attribute a second time on one item.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Path;

/// Whether an attribute of this path is `#[cache_wrapper]`, as far as its name tells.
pub(super) fn is_ours(path: &Path) -> bool {
    path.segments
        .last()
        .is_some_and(|last| last.ident == "cache_wrapper")
}

/// An item without any further `#[cache_wrapper]`, whose mistakes would be reported beside the
/// one that is reported already.
pub(super) fn removed(item: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in item {
        let follows_hash =
            matches!(kept.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '#');
        match &token {
            TokenTree::Group(group)
                if follows_hash
                    && group.delimiter() == Delimiter::Bracket
                    && names_us(group.stream()) =>
            {
                kept.pop();
            }
            _ => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

fn names_us(attribute: TokenStream) -> bool {
    syn::parse2::<syn::Meta>(attribute).is_ok_and(|meta| is_ours(meta.path()))
}
