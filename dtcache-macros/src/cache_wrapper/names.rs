//! Which names an expression or a type mentions.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::Parser as _;
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprClosure, FnArg, GenericParam, Ident, Item, Lifetime, Macro, Pat, PatIdent,
    Path, Signature, Type, TypePath, WherePredicate,
};

/// The names that paths begin with, in the order they stand, and lifetimes: of
/// `user.id + T::STEP`, `user` and `T`.
#[derive(Default)]
pub(crate) struct Names(Vec<String>);

impl Names {
    /// What an expression mentions.
    pub(crate) fn of_expr(expr: &Expr) -> Self {
        let mut names = Self::default();
        names.visit_expr(expr);
        names
    }

    /// What a closure mentions of what is around it.
    pub(crate) fn of_closure(closure: &ExprClosure) -> Self {
        let mut names = Self::of_expr(&closure.body);
        let own = closure.inputs.iter().flat_map(bindings);
        own.for_each(|own| names.remove(&own));
        for input in &closure.inputs {
            names.visit_pat(input);
        }
        names.visit_return_type(&closure.output);
        names
    }

    /// What a type mentions.
    pub(crate) fn of_type(ty: &Type) -> Self {
        let mut names = Self::default();
        names.visit_type(ty);
        names
    }

    /// What values of a type are made of. Of `T::Id` and `<T as Table>::Id` no: two instantiations
    /// may have the same.
    pub(crate) fn of_values(ty: &Type) -> Self {
        let mut values = Values::default();
        values.visit_type(ty);
        values.0
    }

    /// What a signature mentions, beside its generics.
    pub(crate) fn of_signature(sig: &Signature) -> Self {
        let mut names = Self::of_inputs(&sig.inputs);
        names.visit_return_type(&sig.output);
        names
    }

    /// What parameters mention.
    pub(crate) fn of_inputs<'a>(inputs: impl IntoIterator<Item = &'a FnArg>) -> Self {
        let mut names = Self::default();
        for input in inputs {
            names.visit_fn_arg(input);
        }
        names
    }

    /// What a body mentions, but for the items in it; `None` where it is not understood.
    pub(crate) fn of_body(body: &TokenStream) -> Option<Self> {
        let statements = Block::parse_within.parse2(body.clone()).ok()?;
        let mut names = Self::default();
        for statement in &statements {
            names.visit_stmt(statement);
        }
        Some(names)
    }

    /// What a generic parameter's bounds mention.
    pub(crate) fn of_generic(param: &GenericParam) -> Self {
        let mut names = Self::default();
        names.visit_generic_param(param);
        names
    }

    /// What one predicate of a `where` clause mentions.
    pub(crate) fn of_predicate(predicate: &WherePredicate) -> Self {
        let mut names = Self::default();
        names.visit_where_predicate(predicate);
        names
    }

    /// What stands before the colon of a predicate mentions.
    pub(crate) fn of_bounded(predicate: &WherePredicate) -> Self {
        let mut names = Self::default();
        match predicate {
            WherePredicate::Type(predicate) => names.visit_type(&predicate.bounded_ty),
            WherePredicate::Lifetime(predicate) => names.visit_lifetime(&predicate.lifetime),
            _ => {}
        }
        names
    }

    /// Adds those of `others` that are new.
    pub(crate) fn extend(&mut self, others: Self) {
        for name in others.0 {
            if !self.0.contains(&name) {
                self.0.push(name);
            }
        }
    }

    /// Takes out one that means something else here.
    pub(crate) fn remove(&mut self, name: &Ident) {
        let name = name.unraw();
        self.0.retain(|mentioned| name != *mentioned);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether a lifetime is among them.
    pub(crate) fn contain_lifetime(&self, lifetime: &Lifetime) -> bool {
        self.0.contains(&lifetime.to_string())
    }

    /// Whether `name` is among them.
    pub(crate) fn contain(&self, name: &Ident) -> bool {
        let name = name.unraw();
        self.0.iter().any(|mentioned| name == *mentioned)
    }

    /// A macro's input is not parsed: any name in it counts, but for those after a dot,
    /// and so do the names in the braces of a format string.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut after_dot = false;
        for token in tokens {
            match &token {
                TokenTree::Ident(ident) if !after_dot => self.0.push(ident.unraw().to_string()),
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                TokenTree::Literal(literal) => self.add_format(&literal.to_string()),
                _ => {}
            }
            after_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
        }
    }

    fn add_format(&mut self, literal: &str) {
        for piece in literal.split('{').skip(1) {
            let end = piece.find(|c: char| !c.is_alphanumeric() && c != '_');
            let name = end.and_then(|end| piece.get(..end)).unwrap_or_default();
            self.0.push(name.to_owned());
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_path(&mut self, path: &'ast Path) {
        if path.leading_colon.is_none()
            && let Some(first) = path.segments.first()
            // `self::LIMIT` is a path from this module, and not the receiver.
            && (first.ident != "self" || path.segments.len() == 1)
        {
            self.0.push(first.ident.unraw().to_string());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.add_tokens(mac.tokens.clone());
    }

    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        self.0.push(lifetime.to_string());
    }

    /// An item sees nothing of what is around it.
    fn visit_item(&mut self, _: &'ast Item) {}
}

/// The names that a pattern gives.
pub(crate) fn bindings(pat: &Pat) -> Vec<Ident> {
    let mut bindings = Bindings(Vec::new());
    bindings.visit_pat(pat);
    bindings.0
}

struct Bindings(Vec<Ident>);

impl<'ast> Visit<'ast> for Bindings {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0.push(pat.ident.clone());
        visit::visit_pat_ident(self, pat);
    }
}

#[derive(Default)]
struct Values(Names);

impl<'ast> Visit<'ast> for Values {
    fn visit_type_path(&mut self, ty: &'ast TypePath) {
        if ty.qself.is_none() {
            visit::visit_type_path(self, ty);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if let Some(only) = path.get_ident() {
            self.0.0.push(only.unraw().to_string());
        }
        visit::visit_path(self, path);
    }
}
