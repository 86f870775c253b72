//! What `#[cache_wrapper]` turns a function into, and how much of it.
//!
//! Each file `expansions/NAME.rs` is a program with one cached function, and each file
//! `shapes/NAME.rs` has one shape of functions; `expansions/NAME.expanded.rs` holds what it must
//! expand to. After a change that is meant, write the
//! expectations anew with `DTCACHE_UPDATE_EXPANSIONS=1 cargo test --test expansion`, and read the
//! difference.

#[path = "../../dtcache-macros/src/cache_wrapper/mod.rs"]
mod cache_wrapper;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, File, Ident, ImplItem, Item, Token, TraitItem};

/// Every program: those whose expansions are to be read, and every shape of a function.
const FOLDERS: &[&str] = &["expansions", "shapes"];

/// The list of shapes, and programs whose attribute is in the input of a macro, where only the
/// compiler finds it.
const HIDDEN: &[&str] = &["macro_made.rs", "mod.rs"];

#[test]
fn functions_expand_as_written_down() {
    let update = env::var_os("DTCACHE_UPDATE_EXPANSIONS").is_some();
    let mut differing = Vec::new();
    for path in programs() {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let expansion = formatted(&expanded(&program(&path)));
        let expected = folder("expansions").join(format!("{name}.expanded.rs"));
        if update {
            fs::write(&expected, expansion).expect("the expectation can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != expansion {
            differing.push(format!("{name} expands to:\n\n{expansion}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// 120 tokens, 10 for each parameter in the key, 8 for each argument of the attribute, and 120 for a
/// companion. What the user wrote and the expansion repeats, such as the return type, the
/// expressions in the attribute and the companion's parameters, is not free here, though it could
/// be.
#[test]
fn expansions_stay_in_their_budget() {
    let mut over = Vec::new();
    for path in programs() {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let mut functions = 0;
        rewritten(&program(&path), |arguments, function| {
            let before = tokens(function.clone());
            let expansion = cache_wrapper::cache_wrapper(arguments.clone(), function.clone());
            let added = tokens(expansion.clone()) - before;
            let in_body = keyed(&function);
            let budget = budget(arguments, keyed(&expansion) - in_body);
            println!("{name}: {added} of {budget} tokens");
            if added > budget {
                over.push(format!(
                    "{name} takes {added} tokens, its budget is {budget}"
                ));
            }
            functions += 1;
            expansion
        });
        assert_ne!(functions, 0, "functions in {name}");
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}

/// Nothing that is written down belongs to a program that is no more.
#[test]
fn every_expectation_has_a_program() {
    let names = programs()
        .into_iter()
        .map(|path| path.with_extension("expanded.rs"));
    let names: BTreeSet<_> = names
        .filter_map(|path| Some(path.file_name()?.to_owned()))
        .collect();
    let expected = fs::read_dir(folder("expansions")).expect("the folder of programs");
    let expected = expected.map(|file| file.expect("a file").file_name());
    let expected = expected.filter(|name| name.to_string_lossy().ends_with(".expanded.rs"));
    assert_eq!(expected.collect::<BTreeSet<_>>(), names);
}

fn budget(arguments: TokenStream, keyed: usize) -> usize {
    let list = Punctuated::<Argument, Token![,]>::parse_terminated.parse2(arguments);
    let list = list.expect("arguments, one after another");
    let has_companion = list.iter().any(|argument| argument.0 == "entry");
    let companion = if has_companion { 120 } else { 0 };
    // A companion makes the key a second time.
    let times = if has_companion { 2 } else { 1 };
    120 + 10 * keyed / times + 8 * list.len() + companion
}

/// How many parameters enter the key.
fn keyed(expansion: &TokenStream) -> usize {
    let tokens: Vec<_> = expansion.clone().into_iter().collect();
    let is_call = |pair: &[TokenTree]| {
        let names = ["arg", "positional", "receiver"];
        matches!(pair, [TokenTree::Punct(dot), TokenTree::Ident(name)]
            if dot.as_char() == '.' && names.iter().any(|key| name == key))
    };
    let here = tokens.windows(2).filter(|pair| is_call(pair)).count();
    let within = tokens.iter().map(|token| match token {
        TokenTree::Group(group) => keyed(&group.stream()),
        _ => 0,
    });
    here + within.sum::<usize>()
}

/// One argument of the attribute: its name, and whatever follows up to the comma.
struct Argument(Ident);

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = Ident::parse_any(input)?;
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<TokenTree>()?;
        }
        Ok(Self(name))
    }
}

fn programs() -> Vec<PathBuf> {
    let files = FOLDERS
        .iter()
        .flat_map(|name| fs::read_dir(folder(name)).expect("programs"));
    let paths = files.map(|file| file.expect("a file").path());
    let is_program = |path: &PathBuf| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        !name.ends_with(".expanded.rs") && !HIDDEN.contains(&name.as_str())
    };
    let mut paths: Vec<_> = paths.filter(is_program).collect();
    paths.sort();
    paths
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn program(path: &Path) -> File {
    let source = fs::read_to_string(path).expect("the program");
    syn::parse_file(&source).expect("a Rust program")
}

/// The program with its cached functions expanded.
fn expanded(program: &File) -> File {
    rewritten(program, cache_wrapper::cache_wrapper)
}

/// A macro's input is left as it is found, so `pin!` passes for a function while formatting.
fn formatted(program: &File) -> String {
    let source = program.to_token_stream().to_string();
    let source = source.replace(":: pin :: pin ! (", ":: pin :: pin (");
    let program = syn::parse_file(&source).expect("a Rust program");
    prettyplease::unparse(&program).replace("::pin::pin(", "::pin::pin!(")
}

/// Does to each cached function what the compiler does, with `attribute` in the macro's place.
fn rewritten(
    program: &File,
    mut attribute: impl FnMut(TokenStream, TokenStream) -> TokenStream,
) -> File {
    let mut program = program.clone();
    rewrite(&mut program.items, &mut attribute);
    syn::parse2(program.into_token_stream()).expect("an expansion that parses")
}

fn rewrite(items: &mut [Item], attribute: &mut dyn FnMut(TokenStream, TokenStream) -> TokenStream) {
    for item in items {
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
            Item::Trait(block) => block.items.iter_mut().for_each(|item| {
                if let TraitItem::Fn(function) = item
                    && let Some(arguments) = taken(&mut function.attrs)
                {
                    *item = TraitItem::Verbatim(attribute(arguments, item.to_token_stream()));
                }
            }),
            Item::Mod(module) => {
                let content = module.content.iter_mut().map(|(_, items)| items);
                content.for_each(|items| rewrite(items, attribute));
            }
            _ => {}
        }
    }
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
