//! Return types that can't be stored, as far as they can be told by form.

use super::super::function::Form;
use super::super::future;
use super::super::types::{arguments, bare, held, named, stored};
use super::Plan;
use syn::visit::{self, Visit};
use syn::{Error, Type, TypeImplTrait, TypeReference};

/// Neither nothing, `()` nor `!`, nor a `Result` or `Option` of it.
pub(super) fn is_a_value(plan: &Plan<'_>) -> Vec<Error> {
    let nothing = "this function returns nothing that could be cached: return a value, or remove \
                   `#[cache_wrapper]`";
    let never = "this function never returns, so nothing could be cached: remove \
                 `#[cache_wrapper]`";
    let Some(returned) = plan.function.returned() else {
        return vec![Error::new_spanned(&plan.function.sig.ident, nothing)];
    };
    let message = match plan.function.result().map(within) {
        Some(Type::Tuple(tuple)) if tuple.elems.is_empty() => nothing,
        Some(Type::Never(_)) => never,
        _ => return Vec::new(),
    };
    vec![Error::new_spanned(returned, message)]
}

/// A future says what it gives, and is made by an `async` block at the end of the body.
pub(super) fn future_can_wait(plan: &Plan<'_>) -> Vec<Error> {
    let Form::Future(ending) = &plan.function.form else {
        return Vec::new();
    };
    let unsaid = plan.function.result().is_none().then(|| {
        let message = "what this future gives is not said: write \
                       `Pin<Box<dyn Future<Output = TYPE>>>` or `impl Future<Output = TYPE>`, or \
                       `async fn` with that type";
        Error::new_spanned(plan.function.returned(), message)
    });
    let wrong_end = || ending.as_ref().err().cloned();
    unsaid.or_else(wrong_end).into_iter().collect()
}

/// Not a future by form: what it gives would be the value, and not it.
pub(super) fn is_no_future(plan: &Plan<'_>) -> Vec<Error> {
    let message =
        "a future can't be stored: write `async fn`, await it there, and return what it gives";
    let future = plan
        .function
        .result()
        .filter(|ty| future::is_future(within(ty)));
    future
        .map(|ty| Error::new_spanned(ty, message))
        .into_iter()
        .collect()
}

/// No `impl Trait` anywhere in it.
pub(super) fn has_a_name(plan: &Plan<'_>) -> Vec<Error> {
    let message = "an `impl Trait` can't be stored, because its type has no name: write the type \
                   that is returned, or cache a function that returns the data and build the \
                   `impl Trait` from it";
    let mut opaque = Opaque(Vec::new());
    let result = plan.function.result();
    if let Some(ty) = result.filter(|ty| !future::is_future(within(ty))) {
        opaque.visit_type(ty);
    }
    opaque
        .0
        .into_iter()
        .map(|ty| Error::new_spanned(ty, message))
        .collect()
}

/// No reference in what is stored. Only where the standard library's types leave no doubt that it
/// is stored: `Answer<&str>` may be a `Result` whose error it is.
pub(super) fn is_owned(plan: &Plan<'_>) -> Vec<Error> {
    let message = "a reference can't be cached, because a hit makes its value anew and there is \
                   nothing that it could point to: return owned data, such as `String` for \
                   `&str` and `Vec<T>` for `&[T]`";
    let mut borrowed = Vec::new();
    if let Some(ty) = plan.function.result() {
        borrowed_in(ty, &mut borrowed);
    }
    borrowed
        .into_iter()
        .map(|ty| Error::new_spanned(ty, message))
        .collect()
}

/// The type within `Result<T, E>` and `Option<T>`.
fn within(ty: &Type) -> &Type {
    let wrapper = named(ty).filter(|name| name.ident == "Result" || name.ident == "Option");
    wrapper
        .and_then(|wrapper| arguments(wrapper).next())
        .map_or_else(|| bare(ty), within)
}

fn borrowed_in<'t>(ty: &'t Type, found: &mut Vec<&'t TypeReference>) {
    match bare(stored(ty)) {
        Type::Reference(reference) => found.push(reference),
        ty => held(ty).into_iter().for_each(|ty| borrowed_in(ty, found)),
    }
}

struct Opaque<'ast>(Vec<&'ast TypeImplTrait>);

impl<'ast> Visit<'ast> for Opaque<'ast> {
    fn visit_type_impl_trait(&mut self, ty: &'ast TypeImplTrait) {
        self.0.push(ty);
        visit::visit_type_impl_trait(self, ty);
    }
}
