//! Method calls on the builder that say how long.

use super::super::args::{Life, Time};
use super::hidden;
use super::statement::{Step, is_plain};
use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::spanned::Spanned as _;
use syn::{Expr, Ident};

/// The methods that take one time to live: in seconds, in milliseconds, and as an expression says.
pub(super) struct LifeMethods {
    pub(super) seconds: &'static str,
    pub(super) millis: &'static str,
    pub(super) expr: &'static str,
}

/// A time to live.
pub(super) fn life<'a>(life: &Life, methods: &LifeMethods) -> Step<'a> {
    match life {
        Life::Seconds(number, span) => literal(methods.seconds, *number, *span),
        Life::Millis(number, span) => literal(methods.millis, *number, *span),
        Life::Expr(expr) => expression(methods.expr, expr),
    }
}

/// A stretch of time: the methods take milliseconds, and what an expression gives.
pub(super) fn time<'a>(time: &Time, [millis, expr]: [&'static str; 2]) -> Step<'a> {
    match time {
        Time::Millis(number, span) => literal(millis, *number, *span),
        Time::Expr(given) => expression(expr, given),
    }
}

/// A call with what an expression gives.
pub(super) fn expression<'a>(method: &str, expr: &Expr) -> Step<'a> {
    let at = hidden(expr.span());
    let method = Ident::new(method, at);
    Step {
        tokens: quote_spanned!(at=> .#method(#expr)),
        lingers: !is_plain(expr),
        ..Step::default()
    }
}

fn literal<'a>(method: &str, number: u64, span: proc_macro2::Span) -> Step<'a> {
    let at = hidden(span);
    let method = Ident::new(method, at);
    let tokens: TokenStream = quote_spanned!(at=> .#method(#number));
    Step {
        tokens,
        ..Step::default()
    }
}
