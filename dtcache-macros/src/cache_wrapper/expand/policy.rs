//! What the attribute says about the call as a whole: instance, conditions, time to live.

use super::super::args::{Args, Budget, Codec, Condition, Expire, Instance, List, Version, Write};
use super::super::plan::Plan;
use super::statement::{Step, is_plain};
use super::time::{LifeMethods, life, time};
use super::{Private, borrowed, hidden};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Expr, Ident};

const EXPIRE: LifeMethods = LifeMethods {
    seconds: "expire",
    millis: "expire_millis",
    expr: "lasting",
};

/// Which generation of entries is meant.
pub(super) fn version<'a>(plan: &Plan<'a>) -> impl Iterator<Item = Step<'a>> {
    plan.args.version.iter().map(|Version(number)| Step {
        tokens: quote_spanned!(hidden(number.span())=> .version(#number)),
        ..Step::default()
    })
}

/// Whose entries they are: said by the attribute, or asked of the compiler where `Self` may stand
/// for more than one type and the key does not tell. What that does not see, such as the parameters
/// of an `impl` block, is noticed at run time.
pub(super) fn within<'a>(plan: &Plan<'a>) -> impl Iterator<Item = Step<'a>> {
    let at = plan.function.sig.ident.span();
    let tokens = if plan.self_is_stated() {
        Some(quote_spanned!(Span::mixed_site()=> .stated()))
    } else if plan.self_is_in_doubt() {
        // An error about `Self` points at the function's name.
        let this = Ident::new("Self", at.resolved_at(Span::call_site()));
        Some(quote_spanned!(hidden(at)=> .within::<#this>()))
    } else {
        None
    };
    step(tokens)
}

/// The same for a companion, which knows its place by a closure that stands there.
pub(super) fn in_doubt<'a>(plan: &Plan<'a>) -> impl Iterator<Item = Step<'a>> {
    let is_stated = plan.self_is_stated();
    step((!is_stated).then(|| quote_spanned!(Span::mixed_site()=> .in_doubt(|| {}))))
}

fn step<'a>(tokens: Option<TokenStream>) -> impl Iterator<Item = Step<'a>> {
    tokens.into_iter().map(|tokens| Step {
        tokens,
        ..Step::default()
    })
}

/// The method calls, the instance first. Where no condition holds, the runtime leaves out the
/// work on the key, so the conditions stand before it.
pub(super) fn steps<'a>(args: &'a Args, private: &Private) -> impl Iterator<Item = Step<'a>> {
    let conditions = args.only_for.iter().flat_map(|conditions| &conditions.0);
    redis(args)
        .chain(conditions.map(|of| condition(of, private)))
        .chain(expire(args))
        .chain(budget(args))
        .chain(write(args))
        .chain(codec(args))
}

/// The instance.
pub(super) fn redis(args: &Args) -> impl Iterator<Item = Step<'_>> {
    args.redis.iter().map(instance)
}

/// The time to live, unless the result says it.
pub(super) fn expire(args: &Args) -> impl Iterator<Item = Step<'_>> {
    args.expire.iter().filter_map(|expire| match expire {
        Expire::Life(given) => Some(life(given, &EXPIRE)),
        Expire::By(_) => None,
    })
}

/// How long the cache may take, which is not the entry's business.
fn budget(args: &Args) -> impl Iterator<Item = Step<'_>> {
    let given = args.budget.iter();
    given.map(|Budget(given)| time(given, ["budget_millis", "budget"]))
}

/// Whether the write is waited for, which is not the entry's business.
fn write(args: &Args) -> impl Iterator<Item = Step<'_>> {
    let tokens = args.write.iter().find_map(|write| match write {
        Write::Wait => None,
        Write::Background(span) => Some(quote_spanned!(hidden(*span)=> .write_behind())),
    });
    step(tokens)
}

/// How the result is written.
pub(super) fn codec(args: &Args) -> impl Iterator<Item = Step<'_>> {
    args.codec.iter().map(|codec| Step {
        tokens: match codec {
            Codec::Json(span) => quote_spanned!(hidden(*span)=> .codec_json()),
            Codec::Compact(span) => quote_spanned!(hidden(*span)=> .codec_compact()),
        },
        ..Step::default()
    })
}

fn instance(Instance(expr): &Instance) -> Step<'_> {
    let instance = borrowed(expr);
    Step {
        tokens: quote_spanned!(hidden(expr.span())=> .redis(#instance)),
        lingers: !is_plain(expr),
        ..Step::default()
    }
}

fn condition<'a>(condition: &'a Condition, private: &Private) -> Step<'a> {
    match condition {
        Condition::Holds(expr) => Step {
            tokens: quote_spanned!(hidden(expr.span())=> .condition(#expr)),
            lingers: !is_plain(expr),
            ..Step::default()
        },
        Condition::In { value, list } => comparison(value, list, private),
    }
}

fn comparison<'a>(value: &Expr, list: &List, private: &Private) -> Step<'a> {
    let at = hidden(value.span());
    let (listed, list_is_plain) = match list {
        List::Values(expr) => (expr.to_token_stream(), is_plain(expr)),
        List::Nones(nones) => {
            let missing = nones.iter().map(|none| {
                let at = hidden(none.span());
                let private = private.at(at);
                quote_spanned!(at=> #private::Missing)
            });
            (quote_spanned!(at=> [#(#missing),*]), true)
        }
    };
    let lingers = !(list_is_plain && is_plain(value));
    let value = borrowed(value);
    let private = private.at(at);
    // Each `&` is one more way of comparing that method look-up can fall back to.
    let tokens = quote_spanned! {at=>
        .only_for((&&&&&#private::In(#value, #listed)).dtcache_holds())
    };
    Step {
        tokens,
        compares: true,
        lingers,
        ..Step::default()
    }
}
