//! The function under the attribute, as far as the cache is concerned with it.

use super::names::Names;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::visit::{self, Visit};
use syn::{
    AttrStyle, Attribute, FnArg, GenericParam, Ident, Pat, PatIdent, Receiver, ReceiverKind,
    ReturnType, Signature, Token, Type, Visibility, token,
};

/// A function with a body.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    /// The attributes inside of the braces: they stay the function's.
    pub(crate) inner_attrs: Vec<Attribute>,
    /// The braces with the statements, which nobody looks into.
    pub(crate) body: Group,
    /// Type and `const` parameters first, then the parameters, each as declared.
    pub(crate) params: Vec<Param>,
}

/// What can stand in a key: a parameter, the receiver, or a type or `const` parameter.
pub(crate) struct Param {
    pub(crate) kind: Kind,
    /// The `#[cfg]`s on it, which its part of the key shares.
    pub(crate) cfgs: Vec<Attribute>,
    /// The type, if one is written.
    pub(crate) ty: Option<Type>,
}

/// How a parameter is declared.
pub(crate) enum Kind {
    /// `T` or `const N: usize`
    Generic(Ident),
    /// `self`, `&self`, `self: Arc<Self>`
    Receiver {
        token: Token![self],
        /// Whether it is a smart pointer, whose target goes into the key.
        pointer: bool,
    },
    /// `name: Type`
    Named(Ident),
    /// `_: Type` or `(a, b): Type`
    Pattern { pat: Box<Pat>, bindings: Vec<Ident> },
}

impl Function {
    /// The type behind `->`.
    pub(crate) fn returned(&self) -> Option<&Type> {
        match &self.sig.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(ty),
        }
    }

    /// The parameter that goes by `name`, be it the name of one of its bindings.
    pub(crate) fn param(&self, name: &Ident) -> Option<&Param> {
        self.params.iter().find(|param| param.goes_by(name))
    }
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
            Kind::Pattern { pat, .. } => pat.to_token_stream().to_string(),
        }
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = Attribute::parse_outer(input)?;
        let vis: Visibility = input.parse()?;
        let sig: Signature = input.call(signature)?;
        if !input.peek(token::Brace) {
            let message = "`#[cache_wrapper]` needs a body to cache: put it on the function \
                           that implements this one";
            return Err(syn::Error::new(sig.ident.span(), message));
        }
        let (inner_attrs, body) = body(&braces(input)?)?;
        let params = params(&sig);
        Ok(Self {
            attrs,
            vis,
            sig,
            inner_attrs,
            body,
            params,
        })
    }
}

/// A signature, if a function is what follows.
fn signature(input: ParseStream<'_>) -> syn::Result<Signature> {
    let ahead = input.fork();
    while ahead.peek(Token![const]) || ahead.peek(Token![async]) || ahead.peek(Token![unsafe]) {
        ahead.parse::<TokenTree>()?;
    }
    if ahead.peek(Token![fn]) || ahead.peek(Token![extern]) {
        return input.parse();
    }
    // The rest of the item is of no interest, and must not count as unexpected.
    let error = input.error("`#[cache_wrapper]` caches a function: put it on a `fn` with a body");
    input.parse::<TokenStream>()?;
    Err(error)
}

/// The braces, also where they come as a fragment of a `macro_rules!`.
fn braces(input: ParseStream<'_>) -> syn::Result<Group> {
    match input.parse()? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            braces.parse2(group.stream())
        }
        TokenTree::Group(group) => Ok(group),
        other => Err(syn::Error::new(other.span(), "expected the body in braces")),
    }
}

fn body(braces: &Group) -> syn::Result<(Vec<Attribute>, Group)> {
    let split = |input: ParseStream<'_>| Ok((Attribute::parse_inner(input)?, input.parse()?));
    let (inner_attrs, statements): (_, TokenStream) = split.parse2(braces.stream())?;
    if inner_attrs.is_empty() {
        return Ok((inner_attrs, braces.clone()));
    }
    let mut body = Group::new(braces.delimiter(), statements);
    body.set_span(braces.span());
    Ok((inner_attrs, body))
}

fn params(sig: &Signature) -> Vec<Param> {
    let generics = sig
        .generics
        .params
        .iter()
        .filter_map(|generic| match generic {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(param) => Some((&param.attrs, &param.ident)),
            GenericParam::Const(param) => Some((&param.attrs, &param.ident)),
        });
    let generics = generics.map(|(attrs, ident)| Param {
        kind: Kind::Generic(ident.clone()),
        cfgs: cfgs(attrs),
        ty: None,
    });
    let values = sig.inputs.iter().map(|input| match input {
        FnArg::Receiver(receiver) => self::receiver(receiver),
        FnArg::Typed(typed) => Param {
            kind: kind(&typed.pat),
            cfgs: cfgs(&typed.attrs),
            ty: Some((*typed.ty).clone()),
        },
    });
    generics.chain(values).collect()
}

fn receiver(receiver: &Receiver) -> Param {
    let ty = match &receiver.kind {
        ReceiverKind::Typed(_, ty) => Some((**ty).clone()),
        _ => None,
    };
    let pointer = match &ty {
        None | Some(Type::Reference(_)) => false,
        Some(Type::Path(path)) => !path.path.is_ident("Self"),
        Some(_) => true,
    };
    let kind = Kind::Receiver {
        token: receiver.self_token,
        pointer,
    };
    Param {
        kind,
        cfgs: cfgs(&receiver.attrs),
        ty,
    }
}

fn kind(pat: &Pat) -> Kind {
    if let Pat::Ident(named) = pat {
        return Kind::Named(named.ident.clone());
    }
    let mut bindings = Bindings(Vec::new());
    bindings.visit_pat(pat);
    Kind::Pattern {
        pat: Box::new(pat.clone()),
        bindings: bindings.0,
    }
}

fn cfgs(attrs: &[Attribute]) -> Vec<Attribute> {
    let is_cfg =
        |attr: &&Attribute| matches!(attr.style, AttrStyle::Outer) && attr.path().is_ident("cfg");
    attrs.iter().filter(is_cfg).cloned().collect()
}

struct Bindings(Vec<Ident>);

impl<'ast> Visit<'ast> for Bindings {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0.push(pat.ident.clone());
        visit::visit_pat_ident(self, pat);
    }
}
