//! The call into the runtime, which the function's value is.

use super::super::args::Predicate;
use super::super::function::Function;
use super::super::plan::Plan;
use super::hidden;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned as _;

// Output for an `async fn`:
//
//     __dtcache.run(
//         OUTCOME,
//         ::core::pin::pin!(async move {
//             if false {
//                 return (|| -> Profile { loop {} })();
//             }
//             { BODY }
//         }),
//     ).await

/// Hands the body to the runtime, with what becomes of its result.
pub(super) fn run(plan: &Plan<'_>) -> TokenStream {
    let Function { sig, body, .. } = plan.function;
    let at = hidden(body.span());
    let outcome = outcome(plan);
    // An error about what the runtime asks of the result points at the return type.
    let run = quote_spanned!(result_span(plan)=> __dtcache.run);
    if sig.asyncness.is_some() {
        let body = async_body(plan);
        quote_spanned!(at=> #run(#outcome, ::core::pin::pin!(async move #body)).await)
    } else {
        let output = &sig.output;
        quote_spanned!(at=> #run(#outcome, || #output #body))
    }
}

/// Whether the result is a `Result` is settled by its type, not by how that is written:
/// `outcome` is a method of `Of<Result<T, E>>`, and else that of the trait.
fn outcome(plan: &Plan<'_>) -> TokenStream {
    let at = result_span(plan);
    let ty = plan.function.returned();
    let predicate = plan.args.cache_if.iter().map(
        |Predicate(predicate)| quote_spanned!(hidden(predicate.span())=> .cache_if(#predicate)),
    );
    quote_spanned! {at=>
        {
            use ::dtcache::__private::OfAny as _;
            ::dtcache::__private::Of::<#ty>::new().outcome()
        }
        #(#predicate)*
    }
}

/// An `async` block has no return type to write down. A `return` that is never reached says
/// it, so that `?`, `return` and a boxed error convert as they did in the function. The body
/// stays a block of its own, whose first statement is still its first.
fn async_body(plan: &Plan<'_>) -> TokenStream {
    let Function { body, sig, .. } = plan.function;
    let output = &sig.output;
    let at = result_span(plan);
    let typed = quote_spanned! {at=>
        if false {
            return (|| #output { loop {} })();
        }
    };
    // Braces that are seen to be ours are no unused braces of the user's.
    let at = hidden(body.span());
    let mut body = body.clone();
    body.set_span(at);
    quote_spanned!(at=> { #typed #body })
}

fn result_span(plan: &Plan<'_>) -> Span {
    let returned = plan.function.returned();
    hidden(returned.map_or_else(Span::mixed_site, syn::spanned::Spanned::span))
}
