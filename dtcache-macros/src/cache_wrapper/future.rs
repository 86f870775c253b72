//! Functions that return a future without being `async fn`, recognised by the form of their return
//! type. They are what `#[async_trait]` leaves behind.

use super::types::{arguments, bare};
use proc_macro2::TokenStream;
use syn::{
    Block, Error, Expr, ExprAsync, GenericArgument, PathArguments, PathSegment, Stmt, Type,
    TypeParamBound,
};

/// How a body ends that makes a future: in an `async` block, bare or in a box.
pub(crate) struct Ending {
    /// What runs when the function is called.
    pub(crate) before: Vec<Stmt>,
    /// The expression that is the future.
    pub(crate) last: Expr,
}

/// `impl Future`, `Pin<Box<dyn Future>>`, `Box<dyn Future>`, `BoxFuture`, `LocalBoxFuture`.
pub(crate) fn is_future(ty: &Type) -> bool {
    match bare(ty) {
        Type::ImplTrait(opaque) => opaque.bounds.iter().any(|bound| future(bound).is_some()),
        Type::TraitObject(object) => object.bounds.iter().any(|bound| future(bound).is_some()),
        Type::Path(path) => {
            path.path
                .segments
                .last()
                .is_some_and(|last| match last.ident.to_string().as_str() {
                    // A type of the user's that has the name and no arguments is none.
                    "BoxFuture" | "LocalBoxFuture" => arguments(last).next().is_some(),
                    "Pin" | "Box" => arguments(last).any(is_future),
                    _ => false,
                })
        }
        _ => false,
    }
}

/// What a future of this type gives, if the type says it.
pub(crate) fn output(ty: &Type) -> Option<&Type> {
    match bare(ty) {
        Type::ImplTrait(opaque) => opaque.bounds.iter().find_map(future).and_then(bound_output),
        Type::TraitObject(object) => object.bounds.iter().find_map(future).and_then(bound_output),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            match last.ident.to_string().as_str() {
                "BoxFuture" | "LocalBoxFuture" => boxed(last),
                _ => arguments(last).find_map(output),
            }
        }
        _ => None,
    }
}

impl Ending {
    /// Takes a body apart.
    pub(super) fn parse(body: &TokenStream, name: &syn::Ident) -> Result<Self, Error> {
        let message = "the `async` block that this function returns is what a hit leaves out, so \
                       the body must end in it: end in `async move { … }` or \
                       `Box::pin(async move { … })`, or write `async fn`";
        let mut before = syn::parse::Parser::parse2(Block::parse_within, body.clone())?;
        let Some(mut last) = before.pop() else {
            return Err(Error::new(name.span(), message));
        };
        if let Stmt::Expr(expr, None) = &mut last
            && async_block(expr).is_some()
        {
            let last = expr.clone();
            return Ok(Self { before, last });
        }
        Err(Error::new_spanned(last, message))
    }
}

/// The `async` block that an expression is, be it boxed.
pub(crate) fn async_block(expr: &mut Expr) -> Option<&mut ExprAsync> {
    match expr {
        Expr::Async(block) => Some(block),
        Expr::Paren(inner) => async_block(&mut inner.expr),
        Expr::Group(inner) => async_block(&mut inner.expr),
        Expr::Cast(cast) => async_block(&mut cast.expr),
        Expr::Call(call) if call.args.len() == 1 => {
            let Expr::Path(function) = &*call.func else {
                return None;
            };
            // `Box::pin`, and `FutureExt::boxed` with its sibling.
            let name = function.path.segments.last()?.ident.to_string();
            let boxes = matches!(name.as_str(), "pin" | "boxed" | "boxed_local");
            boxes.then(|| async_block(call.args.first_mut()?)).flatten()
        }
        Expr::MethodCall(call) if call.args.is_empty() => {
            let boxes = call.method == "boxed" || call.method == "boxed_local";
            boxes.then(|| async_block(&mut call.receiver)).flatten()
        }
        _ => None,
    }
}

/// The `Future<Output = T>` of a bound.
fn future(bound: &TypeParamBound) -> Option<&PathSegment> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let last = bound.path.segments.last()?;
    (last.ident == "Future").then_some(last)
}

/// `BoxFuture<'a, T>`; an alias of another form may give anything.
fn boxed(future: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(list) = &future.arguments else {
        return None;
    };
    let mut list = list.args.iter();
    match (list.next(), list.next(), list.next()) {
        (Some(GenericArgument::Lifetime(_)), Some(GenericArgument::Type(output)), None) => {
            Some(output)
        }
        _ => None,
    }
}

fn bound_output(future: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(list) = &future.arguments else {
        return None;
    };
    list.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(assoc) if assoc.ident == "Output" => Some(&assoc.ty),
        _ => None,
    })
}
