//! The function under the attribute, as far as the cache is concerned with it.

use super::future::{self, Ending};
use super::param::{self, Param, params};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Attribute, Ident, ReturnType, Signature, Token, Type, Visibility, token};

/// A function with a body.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    /// The attributes inside of the braces: they stay the function's.
    pub(crate) inner_attrs: Vec<Attribute>,
    /// The braces with the statements, which nobody looks into.
    pub(crate) body: Group,
    pub(crate) params: Vec<Param>,
    /// Whether it can behave in one way for one `Self` and in another for another. Of what a
    /// generic `impl` is generic over, a macro knows nothing.
    pub(crate) uses_self: bool,
    pub(crate) form: Form,
}

/// How a function gives its result.
pub(crate) enum Form {
    /// By returning it.
    Blocking,
    /// As an `async fn`.
    Async,
    /// Through the future that it returns. Boxed: it is far larger than the others.
    Future(Result<Box<Ending>, syn::Error>),
}

impl Function {
    /// The type behind `->`.
    pub(crate) fn returned(&self) -> Option<&Type> {
        match &self.sig.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(ty),
        }
    }

    /// What a call gives in the end: the type behind `->`, or the output of the future there.
    pub(crate) fn result(&self) -> Option<&Type> {
        match self.form {
            Form::Future(_) => self.returned().and_then(future::output),
            Form::Blocking | Form::Async => self.returned(),
        }
    }

    /// Whether it is polled and not waited for.
    pub(crate) fn is_async(&self) -> bool {
        !matches!(self.form, Form::Blocking)
    }

    /// The parameter that goes by `name`, be it the name of one of its bindings.
    pub(crate) fn param(&self, name: &Ident) -> Option<&Param> {
        self.params.iter().find(|param| param.goes_by(name))
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
        let uses_self = param::uses_self(&sig, &body.stream());
        let form = form(&sig, &body);
        Ok(Self {
            attrs,
            vis,
            sig,
            inner_attrs,
            body,
            params,
            uses_self,
            form,
        })
    }
}

fn form(sig: &Signature, body: &Group) -> Form {
    match &sig.output {
        _ if sig.asyncness.is_some() => Form::Async,
        ReturnType::Type(_, ty) if future::is_future(ty) => {
            Form::Future(Ending::parse(&body.stream(), &sig.ident).map(Box::new))
        }
        _ => Form::Blocking,
    }
}

/// A signature, if a function is what follows.
fn signature(input: ParseStream<'_>) -> syn::Result<Signature> {
    let ahead = input.fork();
    while ahead.peek(Token![const])
        || ahead.peek(Token![async])
        || ahead.peek(Token![unsafe])
        || ahead.peek(Token![extern])
        || ahead.peek(syn::LitStr)
    {
        ahead.parse::<TokenTree>()?;
    }
    if ahead.peek(Token![fn]) {
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
