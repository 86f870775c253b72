//! What a body can't have that runs on after its call: `refresh = background`.

use super::super::args::{Expire, Predicate};
use super::super::function::Form;
use super::super::names::{Names, bindings};
use super::super::param::Kind;
use super::super::types::bare;
use super::Plan;
use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::{
    Error, Expr, FnArg, Lifetime, ParenthesizedGenericArguments, Receiver, ReceiverKind, Stmt,
    TraitBound, Type, TypeFnPtr, TypeReference,
};

/// It is polled by somebody else.
pub(super) fn is_async(plan: &Plan<'_>) -> Vec<Error> {
    let message = "a sync body can't go on by itself when its call has returned: write an \
                   `async fn`, or leave `refresh = background` out";
    let background = plan.args.stale.as_ref().and_then(|stale| stale.background);
    background
        .filter(|_| !plan.function.is_async())
        .map(|span| Error::new(span, message))
        .into_iter()
        .collect()
}

/// What it uses of the parameters is its own. The compiler would say so as well, at the function's
/// name; and it says what can't be seen here.
pub(super) fn owns_what_it_uses(plan: &Plan<'_>) -> Vec<Error> {
    if !plan.is_detached() || !plan.function.is_async() {
        return Vec::new();
    }
    let used = used(plan);
    let is_value = |kind: &Kind| !matches!(kind, Kind::Generic(_));
    let params = &plan.function.params;
    let values = params.iter().filter(|param| is_value(&param.kind));
    let inputs = plan.function.sig.inputs.iter().zip(values);
    let later = inputs.filter(|(_, param)| used.as_ref().is_none_or(|used| param.is_among(used)));
    later.filter_map(|(input, _)| borrowed(input)).collect()
}

/// What runs on mentions; `None` where that is not understood.
fn used(plan: &Plan<'_>) -> Option<Names> {
    let mut used = match &plan.function.form {
        Form::Blocking | Form::Async => Names::of_body(&plan.function.body.stream())?,
        // The checks of the return type have refused it.
        Form::Future(Err(_)) => return Some(Names::default()),
        Form::Future(Ok(ending)) => {
            let mut names = Names::of_expr(&ending.last);
            let made = ending
                .before
                .iter()
                .filter_map(|statement| match statement {
                    Stmt::Local(local) => Some(bindings(&local.pat)),
                    _ => None,
                });
            // `let id = id.to_owned();`
            made.flatten().for_each(|name| names.remove(&name));
            names
        }
    };
    if let Some(Predicate(predicate)) = &plan.args.cache_if {
        used.extend(match predicate {
            Expr::Closure(closure) => Names::of_closure(closure),
            other => Names::of_expr(other),
        });
    }
    if let Some(Expire::By(closure)) = &plan.args.expire {
        used.extend(Names::of_closure(closure));
    }
    Some(used)
}

fn borrowed(input: &FnArg) -> Option<Error> {
    match input {
        FnArg::Receiver(receiver) => match &receiver.kind {
            ReceiverKind::Reference(..) => Some(error(this(receiver), ARC)),
            ReceiverKind::Typed(_, ty) => borrowed_in(ty, |_| ARC),
            _ => None,
        },
        FnArg::Typed(typed) => borrowed_in(&typed.ty, owned),
    }
}

const ARC: &str = "`self: Arc<Self>`";

fn borrowed_in(ty: &Type, owned: impl Fn(&TypeReference) -> &'static str) -> Option<Error> {
    let mut found = Borrowed(None);
    found.visit_type(ty);
    Some(match found.0? {
        Found::Reference(reference) => error(reference.to_token_stream(), owned(reference)),
        Found::Lifetime(lifetime) => {
            let what = "a type without this lifetime, or with `'static`";
            error(lifetime.to_token_stream(), what)
        }
    })
}

fn owned(reference: &TypeReference) -> &'static str {
    match bare(&reference.elem) {
        Type::Path(path) if path.path.is_ident("str") => "a `String`",
        Type::Slice(_) => "a `Vec`",
        _ => "the value itself, or an `Arc` of it",
    }
}

fn error(at: TokenStream, owned: &str) -> Error {
    let message = format!(
        "with `refresh = background` the body runs on after the call has returned, so it can't \
         borrow: take {owned}"
    );
    Error::new_spanned(at, message)
}

/// `&self`, without attributes.
fn this(receiver: &Receiver) -> TokenStream {
    let mut tokens = TokenStream::new();
    if let ReceiverKind::Reference(and_token, ..) = &receiver.kind {
        and_token.to_tokens(&mut tokens);
    }
    receiver.self_token.to_tokens(&mut tokens);
    tokens
}

enum Found<'ast> {
    Reference(&'ast TypeReference),
    Lifetime(&'ast Lifetime),
}

/// The first thing that is borrowed, or may be.
struct Borrowed<'ast>(Option<Found<'ast>>);

impl<'ast> Visit<'ast> for Borrowed<'ast> {
    fn visit_type_reference(&mut self, ty: &'ast TypeReference) {
        if ty.lifetime.as_ref().is_some_and(is_static) {
            visit::visit_type_reference(self, ty);
        } else {
            self.0.get_or_insert(Found::Reference(ty));
        }
    }

    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        if !is_static(lifetime) {
            self.0.get_or_insert(Found::Lifetime(lifetime));
        }
    }

    // What a function takes and gives is not held by it.

    fn visit_type_fn_ptr(&mut self, _: &'ast TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments(&mut self, _: &'ast ParenthesizedGenericArguments) {}

    fn visit_trait_bound(&mut self, bound: &'ast TraitBound) {
        if bound.lifetimes.is_none() {
            visit::visit_trait_bound(self, bound);
        }
    }
}

fn is_static(lifetime: &Lifetime) -> bool {
    lifetime.ident == "static"
}
