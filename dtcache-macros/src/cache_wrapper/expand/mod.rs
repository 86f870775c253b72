//! The only place that makes code: the function around one call into the runtime.

mod companion;
mod key;
mod policy;
mod refresh;
mod run;
mod statement;
mod time;

use super::args::{Args, CratePath, Namespace};
use super::function::Function;
use super::plan::Plan;
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Expr, Ident};

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
//                 ::dtcache::__private::Of::<Profile>::new().dtcache_outcome()
//             },
//             || -> Profile { BODY },
//         )
//     }

/// The function, cached, and its companion. The checks have been passed.
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
    let private = Private::new(plan.args);
    let steps = policy::version(plan)
        .chain(policy::within(plan))
        .chain(policy::steps(plan.args, &private))
        .chain(refresh::steps(plan.args))
        .chain(key::steps(&plan.parts));
    let builder = builder(plan, &private, function_name(plan));
    let call = statement::all(builder, steps, &private, key::allow(&plan.parts).as_ref());
    let run = run::run(plan, &private);
    let statements = quote_spanned!(at=> #(#inner_attrs)* #call #run);
    let mut block = Group::new(Delimiter::Brace, statements);
    // The user's own braces: where an item ends in ours, no lint about the item is shown.
    block.set_span(body.span());
    let entry = plan.args.entry.as_ref();
    let companion = entry.map(|entry| companion::companion(plan, entry, &private));
    quote!(#(#attrs)* #vis #sig #block #companion)
}

/// What stands beside a function whose attribute has a mistake, so that this is the only error.
pub(super) fn beside_a_mistake(plan: &Plan<'_>) -> TokenStream {
    let private = Private::new(plan.args);
    let entry = plan.args.entry.iter();
    entry
        .map(|entry| companion::stand_in(plan, entry, &private))
        .collect()
}

/// The path of everything that generated code names.
enum Private {
    /// What the attribute says, at which an error about it stays.
    Given(TokenStream),
    Usual,
}

impl Private {
    fn new(args: &Args) -> Self {
        match &args.krate {
            Some(CratePath(path)) => Self::Given(quote!(#path::__private)),
            None => Self::Usual,
        }
    }

    /// For use at a span, to which the compiler may point.
    fn at(&self, span: Span) -> TokenStream {
        match self {
            Self::Given(path) => path.clone(),
            Self::Usual => quote_spanned!(hidden(span)=> ::dtcache::__private),
        }
    }
}

fn function_name(plan: &Plan<'_>) -> &'static str {
    if plan.function.is_async() {
        "acache_function"
    } else {
        "cache_function"
    }
}

/// What the chain of method calls begins with.
fn builder(plan: &Plan<'_>, private: &Private, function: &str) -> TokenStream {
    let at = Span::mixed_site();
    let namespace = plan.args.namespace.iter().map(|namespace| match namespace {
        Namespace::Text(text) => text.to_token_stream(),
        Namespace::Const(expr) => {
            // What is found empty while compiling is an error at the user's expression.
            let at = hidden(expr.span());
            let private = private.at(at);
            quote_spanned!(at=> const { #private::namespace(#expr) })
        }
    });
    let (private, function) = (private.at(at), Ident::new(function, at));
    quote_spanned!(at=> #private::#function(#(#namespace)*))
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
