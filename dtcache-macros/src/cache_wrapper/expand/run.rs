//! The call into the runtime, which the function's value is.

use super::super::args::{Expire, Predicate};
use super::super::function::{Form, Function};
use super::super::future::{self, Ending};
use super::super::plan::Plan;
use super::{Private, hidden};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Block, Expr, ExprClosure, Stmt, Token};

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
//
// A body that may run on without its caller is owned by the runtime, and nothing is borrowed:
//
//     __dtcache.run_detached(OUTCOME, async move { if false { … } { BODY } }).await

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
    if plan.is_detached() {
        return quote_spanned!(at=> #run(#outcome, async move { #typed #body }).await);
    }
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
    match (&plan.function.form, plan.is_detached()) {
        // Polled later, maybe in another scope.
        (Form::Future(_), false) => quote_spanned!(at=> __dtcache.run_later),
        (Form::Future(_), true) => quote_spanned!(at=> __dtcache.run_later_detached),
        (Form::Async, true) => quote_spanned!(at=> __dtcache.run_detached),
        (Form::Blocking, _) | (Form::Async, false) => quote_spanned!(at=> __dtcache.run),
    }
}

/// What is stored of the result, on what condition, and for how long, where the result says that.
fn outcome(plan: &Plan<'_>, private: &Private) -> TokenStream {
    let predicate = plan.args.cache_if.iter().map(|Predicate(predicate)| {
        let at = hidden(predicate.span());
        match predicate {
            Expr::Closure(closure) if plan.is_detached() => {
                let closure = owning(closure);
                quote_spanned!(at=> .cache_if(#closure))
            }
            predicate => quote_spanned!(at=> .cache_if(#predicate)),
        }
    });
    let expire = expire(plan, plan.is_detached());
    let stored = stored(plan, private);
    quote_spanned!(result_span(plan)=> #stored #(#predicate)* #expire)
}

/// The question to the result how long it lives, which may outlive the function.
pub(super) fn expire(plan: &Plan<'_>, outlives: bool) -> Option<TokenStream> {
    let Some(Expire::By(closure)) = &plan.args.expire else {
        return None;
    };
    let at = hidden(closure.span());
    Some(if outlives {
        let closure = owning(closure);
        quote_spanned!(at=> .expire_by(#closure))
    } else {
        quote_spanned!(at=> .expire_by(#closure))
    })
}

/// A closure that owns what it uses of the parameters.
fn owning(closure: &ExprClosure) -> ExprClosure {
    let mut closure = closure.clone();
    let at = hidden(closure.inputs_begin.span);
    closure.capture.get_or_insert_with(|| Token![move](at));
    closure
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
