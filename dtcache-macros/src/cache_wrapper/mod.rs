//! The attribute as a pipeline over tokens: arguments, function, plan, checks, expansion.
//!
//! It works on `proc_macro2` alone, so that a test can run it outside of the compiler.

mod args;
mod check;
mod expand;
mod function;
mod names;
mod plan;

use args::Args;
use function::Function;
use plan::Plan;
use proc_macro2::TokenStream;

/// What `#[cache_wrapper(arguments)] item` becomes.
pub(crate) fn cache_wrapper(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let (args, mistakes) = Args::parse(arguments);
    match try_expand(&args, mistakes, item.clone()) {
        Ok(expansion) => expansion,
        // The item as it was, so that its callers compile and one mistake gives one message.
        Err(errors) => errors
            .into_compile_error()
            .into_iter()
            .chain(item)
            .collect(),
    }
}

fn try_expand(
    args: &Args,
    mistakes: Vec<syn::Error>,
    item: TokenStream,
) -> syn::Result<TokenStream> {
    // What the attribute says matters only once it stands on a function.
    let function: Function = syn::parse2(item)?;
    let plan = Plan::new(args, &function);
    let mut errors = mistakes;
    errors.extend(check::check(&plan));
    match errors.into_iter().reduce(combined) {
        None => Ok(expand::expand(&plan)),
        Some(errors) => Err(errors),
    }
}

fn combined(mut all: syn::Error, one: syn::Error) -> syn::Error {
    all.combine(one);
    all
}
