//! What can stand in a key: the parameters of a function, its receiver, and what it is generic over.

use super::names::{Names, bindings};
use super::types::{arguments, bare, held, named};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::{
    AttrStyle, Attribute, FnArg, GenericParam, Ident, Pat, Receiver, ReceiverKind, Signature,
    Token, Type, TypePath, TypeReference,
};

/// A parameter, the receiver, a type or `const` parameter, or `Self`.
pub(crate) struct Param {
    pub(crate) kind: Kind,
    /// The `#[cfg]`s on it, which its part of the key shares.
    pub(crate) cfgs: Vec<Attribute>,
    /// The type of its values; what is generic has none.
    pub(crate) ty: Option<Type>,
}

/// How a parameter is declared.
pub(crate) enum Kind {
    /// `T`, `const N: usize` or `Self`
    Generic(Ident),
    /// `self`, `&self`, `self: Arc<Self>`
    Receiver {
        token: Token![self],
        /// How many pointers lead to what goes into the key.
        pointers: usize,
    },
    /// `name: Type`
    Named(Ident),
    /// `_: Type` or `(a, b): Type`
    Pattern { pat: Box<Pat>, bindings: Vec<Ident> },
}

/// Type and `const` parameters first, then `Self`, then the parameters, each as declared.
pub(super) fn params(sig: &Signature) -> Vec<Param> {
    let generic = |attrs: &[Attribute], ident: &Ident| Param {
        kind: Kind::Generic(ident.clone()),
        cfgs: cfgs(attrs),
        ty: None,
    };
    let declared = sig.generics.params.iter().filter_map(|param| match param {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(param) => Some(generic(&param.attrs, &param.ident)),
        GenericParam::Const(param) => Some(generic(&param.attrs, &param.ident)),
    });
    let this = std::iter::once(generic(&[], &self_type()));
    let hides_patterns = is_left_by_async_trait(sig);
    let values = sig.inputs.iter().map(|input| match input {
        FnArg::Receiver(receiver) => self::receiver(receiver),
        FnArg::Typed(typed) => Param {
            kind: kind(&typed.pat, hides_patterns),
            cfgs: cfgs(&typed.attrs),
            ty: Some((*typed.ty).clone()),
        },
    });
    declared.chain(this).chain(values).collect()
}

impl Param {
    /// Whether `name` in the attribute means this parameter.
    pub(crate) fn goes_by(&self, name: &Ident) -> bool {
        match &self.kind {
            Kind::Generic(own) | Kind::Named(own) => own.unraw() == name.unraw(),
            Kind::Receiver { .. } => name == "self",
            Kind::Pattern { bindings, .. } if bindings.is_empty() => name == "_",
            Kind::Pattern { bindings, .. } => {
                bindings.iter().any(|own| own.unraw() == name.unraw())
            }
        }
    }

    /// Whether an expression that mentions `names` uses this parameter.
    pub(crate) fn is_among(&self, names: &Names) -> bool {
        match &self.kind {
            Kind::Generic(own) | Kind::Named(own) => names.contain(own),
            Kind::Receiver { token, .. } => names.contain(&(*token).into()),
            Kind::Pattern { bindings, .. } => bindings.iter().any(|own| names.contain(own)),
        }
    }

    /// Whether it is `Self`. The macro cannot see whether that is one type or many.
    pub(crate) fn is_self_type(&self) -> bool {
        matches!(&self.kind, Kind::Generic(own) if own == "Self")
    }

    /// Whether it is `&mut`, by form.
    pub(crate) fn is_written(&self) -> bool {
        self.ty.as_ref().is_some_and(is_written)
    }

    /// Its name in the key.
    pub(crate) fn name(&self) -> String {
        match &self.kind {
            Kind::Named(own) => own.unraw().to_string(),
            _ => self.shown(),
        }
    }

    /// How it is written in messages.
    pub(crate) fn shown(&self) -> String {
        match &self.kind {
            Kind::Generic(own) | Kind::Named(own) => own.to_string(),
            Kind::Receiver { .. } => "self".to_owned(),
            Kind::Pattern { bindings, .. } if bindings.is_empty() => "_".to_owned(),
            Kind::Pattern { pat, .. } => pat.to_token_stream().to_string(),
        }
    }

    /// Where it is declared.
    pub(crate) fn span(&self) -> Span {
        match &self.kind {
            Kind::Generic(own) | Kind::Named(own) => own.span(),
            Kind::Receiver { token, .. } => token.span,
            Kind::Pattern { pat, .. } => syn::spanned::Spanned::span(pat),
        }
    }
}

fn self_type() -> Ident {
    Ident::new("Self", Span::call_site())
}

/// Whether the function can behave in one way for one `Self` and in another for another.
pub(super) fn uses_self(sig: &Signature, body: &TokenStream) -> bool {
    let mentions = |names: Names| names.contain(&self_type());
    sig.receiver().is_some()
        || mentions(Names::of_signature(sig))
        // Parsing a body takes time, and few have the word in them.
        || (has_word(body, "Self") && Names::of_body(body).is_some_and(mentions))
}

fn has_word(tokens: &TokenStream, word: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => has_word(&group.stream(), word),
        _ => false,
    })
}

fn receiver(receiver: &Receiver) -> Param {
    let this = Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path: self_type().into(),
    });
    let ty = match &receiver.kind {
        ReceiverKind::Typed(_, ty) => (**ty).clone(),
        ReceiverKind::Reference(and_token, lifetime, mutability) => {
            Type::Reference(TypeReference {
                attrs: Vec::new(),
                and_token: *and_token,
                lifetime: lifetime.clone(),
                mutability: *mutability,
                elem: Box::new(this),
            })
        }
        _ => this,
    };
    let pointers = match &receiver.kind {
        ReceiverKind::Typed(_, ty) => pointers(ty),
        _ => 0,
    };
    let token = receiver.self_token;
    Param {
        kind: Kind::Receiver { token, pointers },
        cfgs: cfgs(&receiver.attrs),
        ty: Some(ty),
    }
}

/// How many times a receiver of type `ty` is to be dereferenced for its value. Smart pointers
/// are `Serialize` only under a feature of serde that nobody has to enable.
fn pointers(ty: &Type) -> usize {
    match bare(ty) {
        Type::Reference(reference) => match pointers(&reference.elem) {
            0 => 0,
            deeper => deeper + 1,
        },
        ty => {
            let Some(pointer) = named(ty) else { return 0 };
            // The `Self` of `Arc<Self>`, or what leads to it.
            let leads_to_self = |target: &&Type| Names::of_type(target).contain(&self_type());
            match arguments(pointer).find(leads_to_self) {
                None => 0,
                // Dereferenced at one go with the pointer that is pinned.
                Some(pinned) if pointer.ident == "Pin" => pointers(pinned).max(1),
                Some(target) => pointers(target) + 1,
            }
        }
    }
}

/// `&mut T`, and what holds one.
fn is_written(ty: &Type) -> bool {
    match bare(ty) {
        Type::Reference(reference) => reference.mutability.is_some() || is_written(&reference.elem),
        ty => held(ty).into_iter().any(is_written),
    }
}

/// `#[async_trait]` has been here: it names parameters with patterns `__arg0` and so on.
fn is_left_by_async_trait(sig: &Signature) -> bool {
    let mut lifetimes = sig.generics.lifetimes();
    lifetimes.any(|param| param.lifetime.ident == "async_trait")
}

fn kind(pat: &Pat, hides_patterns: bool) -> Kind {
    let bindings = match pat {
        Pat::Ident(named) if hides_patterns && named.ident.to_string().starts_with("__arg") => {
            Vec::new()
        }
        Pat::Ident(named) => return Kind::Named(named.ident.clone()),
        pat => bindings(pat),
    };
    Kind::Pattern {
        pat: Box::new(pat.clone()),
        bindings,
    }
}

fn cfgs(attrs: &[Attribute]) -> Vec<Attribute> {
    let is_cfg =
        |attr: &&Attribute| matches!(attr.style, AttrStyle::Outer) && attr.path().is_ident("cfg");
    attrs.iter().filter(is_cfg).cloned().collect()
}
