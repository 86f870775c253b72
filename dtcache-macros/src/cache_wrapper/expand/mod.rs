//! The only place that makes code: the function around one call into the runtime.

mod key;
mod policy;
mod run;
mod statement;

use super::args::Namespace;
use super::function::Function;
use super::plan::Plan;
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned as _;

// Input:
//
//     #[cache_wrapper(namespace = "user_data", expire = 3600)]
//     fn profile(user_id: u64) -> Profile { BODY }
//
// Output, where `__dtcache` is a name that only generated code can see:
//
//     fn profile(user_id: u64) -> Profile {
//         let __dtcache = ::dtcache::__private::cache_function("user_data")
//             .expire(3600u64)
//             .arg("user_id", &user_id);
//         __dtcache.run(
//             {
//                 use ::dtcache::__private::OfAny as _;
//                 ::dtcache::__private::Of::<Profile>::new().outcome()
//             },
//             || -> Profile { BODY },
//         )
//     }

/// The function, cached. The checks have been passed.
pub(super) fn expand(plan: &Plan<'_>) -> TokenStream {
    let Function {
        attrs,
        vis,
        sig,
        inner_attrs,
        body,
        ..
    } = plan.function;
    let at = hidden(body.span());
    let call = call(plan);
    let run = run::run(plan);
    let statements = quote_spanned!(at=> #(#inner_attrs)* #call #run);
    let mut block = Group::new(Delimiter::Brace, statements);
    block.set_span(at);
    quote!(#(#attrs)* #vis #sig #block)
}

/// The statements that make the call's key and policy. They end before the body begins, and
/// so do the temporaries in the user's expressions: a lock guard among them must be neither
/// held over the body, nor kept in the future, nor held while the next expression is evaluated.
fn call(plan: &Plan<'_>) -> TokenStream {
    let at = Span::mixed_site();
    let namespace = plan.args.namespace.iter().map(|namespace| match namespace {
        Namespace::Text(text) => text.to_token_stream(),
        Namespace::Const(expr) => {
            // What is found empty while compiling is an error at the user's expression.
            let at = hidden(expr.span());
            quote_spanned!(at=> const { ::dtcache::__private::namespace(#expr) })
        }
    });
    let function = if plan.function.sig.asyncness.is_some() {
        quote_spanned!(at=> acache_function)
    } else {
        quote_spanned!(at=> cache_function)
    };
    let builder = quote_spanned!(at=> ::dtcache::__private::#function(#(#namespace)*));
    let steps = policy::steps(plan.args).chain(key::steps(&plan.parts));
    statement::all(builder, steps, key::allow(&plan.parts).as_ref())
}

/// An expression of the user's by reference, in parentheses where `&` would bind first.
fn borrowed(expr: &Expr) -> TokenStream {
    let at = hidden(expr.span());
    match expr {
        Expr::Path(_)
        | Expr::Lit(_)
        | Expr::Field(_)
        | Expr::Call(_)
        | Expr::MethodCall(_)
        | Expr::Macro(_)
        | Expr::Tuple(_)
        | Expr::Array(_)
        | Expr::Paren(_)
        | Expr::Index(_) => quote_spanned!(at=> &#expr),
        _ => quote_spanned!(at=> &(#expr)),
    }
}

/// At the user's code for messages, and out of its reach for names and lints.
fn hidden(span: Span) -> Span {
    span.resolved_at(Span::mixed_site())
}
