//! The attribute as a pipeline over tokens: arguments, function, plan, checks, expansion.
//!
//! It works on `proc_macro2` alone, so that a test can run it outside of the compiler.

mod args;
mod check;
mod expand;
mod function;
mod future;
mod names;
mod param;
mod plan;
mod repeated;
mod types;
mod used;

use args::Args;
use function::Function;
use plan::Plan;
use proc_macro2::TokenStream;

/// What `#[cache_wrapper(arguments)] item` becomes.
pub(crate) fn cache_wrapper(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let (args, mut errors) = Args::parse(arguments);
    // What the attribute says matters only once it stands on a function.
    let function: Function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => return fallback(error, item, TokenStream::new()),
    };
    let plan = Plan::new(&args, &function);
    errors.extend(check::check(&plan));
    match errors.into_iter().reduce(combined) {
        None => expand::expand(&plan),
        Some(errors) => fallback(errors, item, expand::beside_a_mistake(&plan)),
    }
}

/// The errors, and the item as it was, so that its callers compile and one mistake gives one
/// message.
fn fallback(errors: syn::Error, item: TokenStream, beside: TokenStream) -> TokenStream {
    let tokens = errors.into_compile_error().into_iter();
    tokens
        .chain(repeated::removed(item))
        .chain(beside)
        .collect()
}

fn combined(mut all: syn::Error, one: syn::Error) -> syn::Error {
    all.combine(one);
    all
}
