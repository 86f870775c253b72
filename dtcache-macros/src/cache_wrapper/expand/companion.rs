//! The function beside the cached one that gives the entry's handle.

use super::super::args::Entry;
use super::super::function::Function;
use super::super::plan::Plan;
use super::super::types;
use super::super::used::Used;
use super::{Private, builder, hidden, key, policy, refresh, run, statement};
use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::spanned::Spanned as _;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Ident, Lifetime, Meta, Type};

// Output for `entry = profile_entry`:
//
//     #[doc = "The entry of `profile` in the cache, for these arguments."]
//     fn profile_entry(user_id: u64) -> ::dtcache::__private::Entry<Profile> {
//         let __dtcache = ::dtcache::__private::entry("user_data")
//             .expire(3600u64)
//             .arg("user_id", &user_id);
//         __dtcache.handle::<Profile, _>(OUTCOME)
//     }

/// The companion, which makes the key as the function does.
pub(super) fn companion(plan: &Plan<'_>, entry: &Entry, private: &Private) -> TokenStream {
    let begin = if plan.function.is_async() {
        "async_entry"
    } else {
        "entry"
    };
    let steps = policy::version(plan)
        .chain(policy::in_doubt(plan))
        .chain(policy::redis(plan.args))
        .chain(policy::expire(plan.args))
        .chain(policy::codec(plan.args))
        .chain(refresh::of_the_entry(plan.args))
        .chain(key::steps(&plan.parts));
    let builder = builder(plan, private, begin);
    let allow = key::allow(&plan.parts);
    let call = statement::all(builder, steps, private, allow.as_ref());
    around(plan, entry, private, |value, used| {
        let at = hidden(entry.name.span());
        let Function { sig, .. } = plan.function;
        let result = plan.function.result();
        let expire = run::expire(plan, true);
        if result.is_some_and(|result| used.covers(result, &sig.generics)) {
            let stored = run::stored(plan, private);
            quote_spanned!(at=> #call __dtcache.handle::<#value, _>(#stored) #expire)
        } else {
            quote_spanned!(at=> #call __dtcache.entry::<#value>() #expire)
        }
    })
}

/// A companion that is only there to be named, beside a function whose attribute has a mistake.
pub(super) fn stand_in(plan: &Plan<'_>, entry: &Entry, private: &Private) -> TokenStream {
    let at = hidden(entry.name.span());
    let companion = around(plan, entry, private, |_, _| quote_spanned!(at=> loop {}));
    quote_spanned!(at=> #[allow(unused_variables)] #companion)
}

/// The companion's signature, which has what the key, the instance and the time to live use of the
/// function's, around a body.
fn around(
    plan: &Plan<'_>,
    entry: &Entry,
    private: &Private,
    body: impl FnOnce(&Type, &Used) -> TokenStream,
) -> TokenStream {
    let Function {
        attrs, vis, sig, ..
    } = plan.function;
    let Entry { name, value } = entry;
    let at = hidden(name.span());
    let result = plan.function.result();
    let Some(value) = value.as_ref().or_else(|| result.map(types::stored)) else {
        return TokenStream::new();
    };
    let handle = if plan.function.is_async() {
        "AsyncEntry"
    } else {
        "Entry"
    };
    let (path, handle) = (private.at(at), Ident::new(handle, at));
    let used = Used::of(plan, value);
    let Used {
        inputs, generics, ..
    } = &used;
    let where_clause = &generics.where_clause;
    let body = body(value, &used);
    let text = "in the cache, for these arguments.";
    let doc = format!("The entry of `{}` {text}", sig.ident);
    let kept = attrs.iter().filter(|attr| is_kept(attr)).map(as_kept);
    let value = &owned(value);
    let allow = used
        .takes_apart
        .then(|| quote_spanned!(at=> #[allow(unused_mut, unused_variables)]));
    quote_spanned! {at=>
        #[doc = #doc]
        #(#kept)*
        #allow
        #vis fn #name #generics(#(#inputs),*) -> #path::#handle<#value> #where_clause {
            #body
        }
    }
}

/// What a lint says of the function it may not say of the companion, so nothing is expected.
fn as_kept(attr: &Attribute) -> Attribute {
    let mut attr = attr.clone();
    if let Meta::List(list) = &mut attr.meta
        && list.path.is_ident("expect")
    {
        list.path = Ident::new("allow", hidden(list.path.span())).into();
    }
    attr
}

/// The stored type without lifetimes that a companion, which takes fewer parameters, may not have.
/// What is stored is owned, so they say nothing.
fn owned(value: &Type) -> Type {
    let mut value = value.clone();
    Elided.visit_type_mut(&mut value);
    value
}

struct Elided;

impl VisitMut for Elided {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = Lifetime::new("'static", lifetime.span());
        }
    }
}

/// Where the function is not compiled, is hidden, or has lints silenced, so has its companion.
fn is_kept(attr: &Attribute) -> bool {
    let hides = || match &attr.meta {
        Meta::List(list) => list.tokens.to_string() == "hidden",
        _ => false,
    };
    let path = attr.path();
    let lints = path.is_ident("allow") || path.is_ident("expect");
    path.is_ident("cfg") || lints || (path.is_ident("doc") && hides())
}
