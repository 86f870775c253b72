//! What `#[cache_wrapper]` turns a function into, and how much of it.
//!
//! Each file `expansions/NAME.rs` is a program with one cached function; beside it,
//! `NAME.expanded.rs` holds what it must expand to. After a change that is meant, write the
//! expectations anew with `DTCACHE_UPDATE_EXPANSIONS=1 cargo test --test expansion`, and read the
//! difference.

#[path = "../../dtcache-macros/src/cache_wrapper/mod.rs"]
mod cache_wrapper;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use syn::{Attribute, File, ImplItem, Item};

/// The programs: how many parameters enter the key, how many arguments the attribute has.
const PROGRAMS: &[(&str, usize, usize)] = &[
    ("sync_plain", 2, 2),
    ("async_result", 1, 2),
    ("self_projected", 2, 3),
    ("skip_and_only_for", 3, 4),
    ("shared_with_python", 4, 6),
    ("generic", 2, 4),
];

#[test]
fn functions_expand_as_written_down() {
    let update = env::var_os("DTCACHE_UPDATE_EXPANSIONS").is_some();
    let mut differing = Vec::new();
    for (name, ..) in PROGRAMS {
        let expansion = formatted(&expanded(&program(name)));
        let expected = folder().join(format!("{name}.expanded.rs"));
        if update {
            fs::write(&expected, expansion).expect("the expectation can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != expansion {
            differing.push(format!("{name} expands to:\n\n{expansion}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// 120 tokens, 10 for each parameter in the key and 8 for each argument of the attribute. What the
/// user wrote and the expansion repeats, such as the return type and the expressions in the
/// attribute, is not free here, though it could be.
#[test]
fn expansions_stay_in_their_budget() {
    for (name, keyed, arguments) in PROGRAMS {
        let program = program(name);
        let before = tokens(without_attribute(&program).into_token_stream());
        let added = tokens(expanded(&program).into_token_stream()) - before;
        let budget = 120 + 10 * keyed + 8 * arguments;
        println!("{name}: {added} of {budget} tokens");
        assert!(
            added <= budget,
            "{name} takes {added} tokens, its budget is {budget}"
        );
    }
}

/// Nothing is missing from the table above.
#[test]
fn every_program_is_looked_at() {
    let files = fs::read_dir(folder()).expect("the folder of programs");
    let files = files.map(|file| {
        file.expect("a file")
            .file_name()
            .into_string()
            .expect("a name")
    });
    let programs = files.filter(|file| !file.ends_with(".expanded.rs")).count();
    assert_eq!(programs, PROGRAMS.len());
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("expansions")
}

fn program(name: &str) -> File {
    let source = fs::read_to_string(folder().join(format!("{name}.rs"))).expect("the program");
    syn::parse_file(&source).expect("a Rust program")
}

/// The program with its cached function expanded.
fn expanded(program: &File) -> File {
    rewritten(program, cache_wrapper::cache_wrapper)
}

/// The program as if it had no attribute.
fn without_attribute(program: &File) -> File {
    rewritten(program, |_, function| function)
}

/// A macro's input is left as it is found, so `pin!` passes for a function while formatting.
fn formatted(program: &File) -> String {
    let source = program.to_token_stream().to_string();
    let source = source.replace(":: pin :: pin ! (", ":: pin :: pin (");
    let program = syn::parse_file(&source).expect("a Rust program");
    prettyplease::unparse(&program).replace("::pin::pin(", "::pin::pin!(")
}

/// Does to each cached function what the compiler does, with `attribute` in the macro's place.
fn rewritten(program: &File, attribute: fn(TokenStream, TokenStream) -> TokenStream) -> File {
    let mut program = program.clone();
    for item in &mut program.items {
        match item {
            Item::Fn(function) => {
                if let Some(arguments) = taken(&mut function.attrs) {
                    *item = Item::Verbatim(attribute(arguments, item.to_token_stream()));
                }
            }
            Item::Impl(block) => block.items.iter_mut().for_each(|item| {
                if let ImplItem::Fn(function) = item
                    && let Some(arguments) = taken(&mut function.attrs)
                {
                    *item = ImplItem::Verbatim(attribute(arguments, item.to_token_stream()));
                }
            }),
            _ => {}
        }
    }
    syn::parse2(program.into_token_stream()).expect("an expansion that parses")
}

/// Removes `#[cache_wrapper(…)]` and returns its arguments.
fn taken(attrs: &mut Vec<Attribute>) -> Option<TokenStream> {
    let ours = attrs
        .iter()
        .position(|attr| attr.path().is_ident("cache_wrapper"))?;
    let list = attrs.remove(ours).meta.require_list().cloned();
    Some(list.expect("arguments").tokens)
}

/// How many tokens there are, a pair of brackets being one, as it is to the compiler.
fn tokens(stream: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => 1 + tokens(group.stream()),
        _ => 1,
    };
    stream.into_iter().map(count).sum()
}
