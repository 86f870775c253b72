//! Return types that can't be stored, as far as they can be told by form.

use super::Plan;
use syn::visit::{self, Visit};
use syn::{Error, GenericArgument, PathArguments, Type, TypeImplTrait, TypeParamBound};

/// Neither nothing, `()` nor `!`.
pub(super) fn is_a_value(plan: &Plan<'_>) -> Vec<Error> {
    let nothing = "this function returns nothing that could be cached: return a value, or remove \
                   `#[cache_wrapper]`";
    let never = "this function never returns, so nothing could be cached: remove \
                 `#[cache_wrapper]`";
    match plan.function.returned() {
        None => vec![Error::new_spanned(&plan.function.sig.ident, nothing)],
        Some(ty @ Type::Tuple(tuple)) if tuple.elems.is_empty() => {
            vec![Error::new_spanned(ty, nothing)]
        }
        Some(ty @ Type::Never(_)) => vec![Error::new_spanned(ty, never)],
        Some(_) => Vec::new(),
    }
}

/// Not a future by form: what it gives would be the value, and not it.
pub(super) fn is_no_future(plan: &Plan<'_>) -> Vec<Error> {
    let message = "a function that returns a future can't be cached: write `async fn` and return \
                   what the future gives";
    let future = plan.function.returned().filter(|ty| is_future(ty));
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
    if let Some(ty) = plan.function.returned().filter(|ty| !is_future(ty)) {
        opaque.visit_type(ty);
    }
    opaque
        .0
        .into_iter()
        .map(|ty| Error::new_spanned(ty, message))
        .collect()
}

/// `impl Future`, `Pin<Box<dyn Future>>`, `Box<dyn Future>`, `BoxFuture`, `LocalBoxFuture`.
fn is_future(ty: &Type) -> bool {
    match ty {
        Type::ImplTrait(opaque) => opaque.bounds.iter().any(names_future),
        Type::TraitObject(object) => object.bounds.iter().any(names_future),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let inner = || match &last.arguments {
                PathArguments::AngleBracketed(list) => list
                    .args
                    .iter()
                    .any(|arg| matches!(arg, GenericArgument::Type(inner) if is_future(inner))),
                _ => false,
            };
            match last.ident.to_string().as_str() {
                "BoxFuture" | "LocalBoxFuture" => true,
                "Pin" | "Box" => inner(),
                _ => false,
            }
        }),
        _ => false,
    }
}

fn names_future(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else {
        return false;
    };
    bound
        .path
        .segments
        .last()
        .is_some_and(|last| last.ident == "Future")
}

struct Opaque<'ast>(Vec<&'ast TypeImplTrait>);

impl<'ast> Visit<'ast> for Opaque<'ast> {
    fn visit_type_impl_trait(&mut self, ty: &'ast TypeImplTrait) {
        self.0.push(ty);
        visit::visit_type_impl_trait(self, ty);
    }
}
