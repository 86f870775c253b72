//! The call into the runtime, which the function's value is.

use super::super::args::Predicate;
use super::super::function::{Form, Function};
use super::super::future::{self, Ending};
use super::super::plan::Plan;
use super::{Private, hidden};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Block, Expr, Stmt, Token};

/// Hands the body to the runtime, with what becomes of its result.
pub(super) fn run(plan: &Plan<'_>, private: &Private) -> TokenStream {
    let Function {
        sig, body, form, ..
    } = plan.function;
    let at = hidden(body.span());
    match form {
        Form::Blocking => {
            let (run, outcome) = (method(plan), outcome(plan, private));
            let output = &sig.output;
            quote_spanned!(at=> #run(#outcome, || #output #body))
        }
        Form::Async => {
            // Braces that are seen to be ours are no unused braces of the user's.
            let mut body = body.clone();
            body.set_span(at);
            polled(plan, private, at, Some(Token![move](at)), &body)
        }
        Form::Future(Ok(ending)) => returned(plan, private, ending),
        // The checks have refused it.
        Form::Future(Err(_)) => TokenStream::new(),
    }
}

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

/// An `async` block has no return type to write down. A `return` that is never reached says
/// it, so that `?`, `return` and a boxed error convert as they did in the function. The body
/// stays a block of its own, whose first statement is still its first.
fn polled(
    plan: &Plan<'_>,
    private: &Private,
    at: Span,
    capture: Option<Token![move]>,
    body: &impl ToTokens,
) -> TokenStream {
    let (run, outcome) = (method(plan), outcome(plan, private));
    let output = plan.function.result();
    let typed = quote_spanned! {result_span(plan)=>
        if false {
            return (|| -> #output { loop {} })();
        }
    };
    quote_spanned! {at=>
        #run(#outcome, ::core::pin::pin!(async #capture { #typed #body })).await
    }
}

// Output for a function that ends in `Box::pin(async move { BLOCK })`:
//
//     STATEMENTS
//     Box::pin(async move {
//         __dtcache.run_later(OUTCOME, ::core::pin::pin!(async move { … { BLOCK } })).await
//     })

/// What stands before the block runs as written, when the function is called.
fn returned(plan: &Plan<'_>, private: &Private, ending: &Ending) -> TokenStream {
    let Ending { before, last } = ending;
    let mut last = last.clone();
    if let Some(future) = future::async_block(&mut last) {
        let at = hidden(future.block.brace_token.span.join());
        let block = with_span(&future.block, at);
        // The outer block owns what the inner one, as written, may borrow.
        let call = polled(plan, private, at, future.capture, &block);
        future.block.stmts = vec![Stmt::Expr(Expr::Verbatim(call), None)];
        future.capture.get_or_insert_with(|| Token![move](at));
    }
    let at = Span::mixed_site();
    quote_spanned!(at=> #(#before)* #last)
}

fn with_span(block: &Block, at: Span) -> proc_macro2::Group {
    let statements = block.stmts.iter().map(ToTokens::to_token_stream);
    let mut group = proc_macro2::Group::new(
        proc_macro2::Delimiter::Brace,
        statements.collect::<TokenStream>(),
    );
    group.set_span(at);
    group
}

/// An error about what the runtime asks of the result points at the return type.
fn method(plan: &Plan<'_>) -> TokenStream {
    let at = result_span(plan);
    match plan.function.form {
        // Polled later, maybe in another scope.
        Form::Future(_) => quote_spanned!(at=> __dtcache.run_later),
        Form::Blocking | Form::Async => quote_spanned!(at=> __dtcache.run),
    }
}

/// What is stored of the result, and on what condition.
fn outcome(plan: &Plan<'_>, private: &Private) -> TokenStream {
    let predicate = plan.args.cache_if.iter().map(
        |Predicate(predicate)| quote_spanned!(hidden(predicate.span())=> .cache_if(#predicate)),
    );
    let stored = stored(plan, private);
    quote_spanned!(result_span(plan)=> #stored #(#predicate)*)
}

/// Whether the result is a `Result` is settled by its type, not by how that is written:
/// `dtcache_outcome` is a method of `Of<Result<T, E>>`, and else that of the trait.
pub(super) fn stored(plan: &Plan<'_>, private: &Private) -> TokenStream {
    let ty = plan.function.result();
    let at = result_span(plan);
    let private = private.at(at);
    quote_spanned! {at=>
        {
            use #private::OfAny as _;
            #private::Of::<#ty>::new().dtcache_outcome()
        }
    }
}

fn result_span(plan: &Plan<'_>) -> Span {
    let result = plan.function.result();
    hidden(result.map_or_else(Span::mixed_site, syn::spanned::Spanned::span))
}
