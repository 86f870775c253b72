//! Which names an expression or a type mentions.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Expr, Ident, Macro, Path, Type, TypePath};

/// The names that paths begin with, in the order they stand: of `user.id + T::STEP`,
/// `user` and `T`.
#[derive(Default)]
pub(crate) struct Names(Vec<String>);

impl Names {
    /// What an expression mentions.
    pub(crate) fn of_expr(expr: &Expr) -> Self {
        let mut names = Self::default();
        names.visit_expr(expr);
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
