//! Method calls on the builder, put together into as few statements as they may share.

use super::Private;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Attribute, Expr};

/// One method call on the builder.
#[derive(Default)]
pub(super) struct Step<'a> {
    pub(super) tokens: TokenStream,
    /// The `#[cfg]`s of the parameter it is for.
    pub(super) cfgs: &'a [Attribute],
    /// Whether it compares with `in`, for which a trait must be in scope.
    pub(super) compares: bool,
    /// Whether it may leave something behind that lives until the statement ends.
    pub(super) lingers: bool,
}

/// `let __dtcache = …;`, once or several times over.
pub(super) fn all<'a>(
    builder: TokenStream,
    steps: impl Iterator<Item = Step<'a>>,
    private: &Private,
    allow: Option<&TokenStream>,
) -> TokenStream {
    let at = Span::mixed_site();
    let mut done = TokenStream::new();
    let mut open = Statement {
        value: builder,
        ..Statement::default()
    };
    for step in steps {
        if open.is_full || !step.cfgs.is_empty() {
            let next = Statement {
                value: quote_spanned!(at=> __dtcache),
                ..Statement::default()
            };
            done.extend(std::mem::replace(&mut open, next).written(private, allow));
        }
        open.add(step);
    }
    done.extend(open.written(private, allow));
    done
}

/// Whether evaluating `expr` leaves nothing behind: it calls nothing.
pub(super) fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(field) => is_plain(&field.base),
        Expr::Paren(inner) => is_plain(&inner.expr),
        Expr::Reference(inner) => is_plain(&inner.expr),
        Expr::Unary(inner) => is_plain(&inner.expr),
        Expr::Binary(binary) => is_plain(&binary.left) && is_plain(&binary.right),
        Expr::Array(list) => list.elems.iter().all(is_plain),
        Expr::Tuple(list) => list.elems.iter().all(is_plain),
        Expr::Range(range) => {
            let ends = [&range.start, &range.end];
            ends.into_iter().flatten().all(|end| is_plain(end))
        }
        _ => false,
    }
}

#[derive(Default)]
struct Statement<'a> {
    value: TokenStream,
    cfgs: &'a [Attribute],
    compares: bool,
    is_full: bool,
}

impl<'a> Statement<'a> {
    fn add(&mut self, step: Step<'a>) {
        self.value.extend(step.tokens);
        self.cfgs = step.cfgs;
        self.compares |= step.compares;
        self.is_full = step.lingers || !step.cfgs.is_empty();
    }

    fn written(self, private: &Private, allow: Option<&TokenStream>) -> TokenStream {
        let Self { value, cfgs, .. } = self;
        let at = Span::mixed_site();
        // An import reaches no further than the statement that needs it.
        let value = if self.compares {
            let private = private.at(at);
            quote_spanned!(at=> { use #private::Holds as _; #value })
        } else {
            value
        };
        quote_spanned!(at=> #(#cfgs)* #allow let __dtcache = #value;)
    }
}
