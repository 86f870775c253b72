//! What the attribute says about the call as a whole: instance, conditions, time to live.

use super::super::args::{Args, Condition, Expire, Instance, List};
use super::statement::{Step, is_plain};
use super::{borrowed, hidden};
use quote::{ToTokens as _, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned as _;

/// The method calls, the instance first. Where no condition holds, the runtime leaves out the
/// work on the key, so the conditions stand before it.
pub(super) fn steps(args: &Args) -> impl Iterator<Item = Step<'_>> {
    let redis = args.redis.iter().map(redis);
    let conditions = args.only_for.iter().flat_map(|conditions| &conditions.0);
    redis
        .chain(conditions.map(condition))
        .chain(args.expire.iter().map(expire))
}

fn redis(Instance(expr): &Instance) -> Step<'_> {
    let instance = borrowed(expr);
    Step {
        tokens: quote_spanned!(hidden(expr.span())=> .redis(#instance)),
        lingers: !is_plain(expr),
        ..Step::default()
    }
}

fn condition(condition: &Condition) -> Step<'_> {
    match condition {
        Condition::Holds(expr) => Step {
            tokens: quote_spanned!(hidden(expr.span())=> .only_for(#expr)),
            lingers: !is_plain(expr),
            ..Step::default()
        },
        Condition::In { value, list } => comparison(value, list),
    }
}

fn comparison<'a>(value: &Expr, list: &List) -> Step<'a> {
    let at = hidden(value.span());
    let (listed, list_is_plain) = match list {
        List::Values(expr) => (expr.to_token_stream(), is_plain(expr)),
        List::Nones(nones) => {
            let missing = nones
                .iter()
                .map(|none| quote_spanned!(hidden(none.span())=> ::dtcache::__private::Missing));
            (quote_spanned!(at=> [#(#missing),*]), true)
        }
    };
    let lingers = !(list_is_plain && is_plain(value));
    let value = borrowed(value);
    // Each `&` is one more way of comparing that method look-up can fall back to.
    let tokens = quote_spanned! {at=>
        .only_for((&&&&::dtcache::__private::In(#value, #listed)).holds())
    };
    Step {
        tokens,
        compares: true,
        lingers,
        ..Step::default()
    }
}

fn expire(expire: &Expire) -> Step<'_> {
    let (tokens, lingers) = match expire {
        Expire::Seconds(number, span) => (quote_spanned!(hidden(*span)=> .expire(#number)), false),
        Expire::Millis(number, span) => (
            quote_spanned!(hidden(*span)=> .expire_millis(#number)),
            false,
        ),
        Expire::Expr(expr) => (
            quote_spanned!(hidden(expr.span())=> .expire(#expr)),
            !is_plain(expr),
        ),
    };
    Step {
        tokens,
        lingers,
        ..Step::default()
    }
}
