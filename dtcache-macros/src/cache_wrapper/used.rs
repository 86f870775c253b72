//! The part of a signature that a companion takes over: what the key, the instance and the times to
//! live use.

use super::args::{Expire, Instance, Jitter, Life, Namespace, NoneExpire, Stale, Time};
use super::names::Names;
use super::param::{Kind, Param};
use super::plan::{Part, Plan};
use syn::{FnArg, GenericParam, Generics, Pat, Type};

/// What of a signature is used.
pub(crate) struct Used {
    /// The parameters, as declared.
    pub(crate) inputs: Vec<FnArg>,
    /// What they, the expressions and the stored type are generic over.
    pub(crate) generics: Generics,
    /// Whether a parameter is a pattern, of which not every binding may be used.
    pub(crate) takes_apart: bool,
    names: Names,
}

impl Used {
    /// What `plan` uses, for an entry of type `value`.
    pub(crate) fn of(plan: &Plan<'_>, value: &Type) -> Self {
        let sig = &plan.function.sig;
        let mut names = mentioned(plan);
        let is_used = |part: &Part<'_>| part.is_keyed_itself() || part.param.is_among(&names);
        let values = plan.parts.iter().filter(|part| is_value(part.param));
        let used = sig.inputs.iter().zip(values);
        let used: Vec<_> = used.filter(|(_, part)| is_used(part)).collect();
        let is_pattern = |part: &Part<'_>| matches!(part.param.kind, Kind::Pattern { .. });
        let takes_apart = used.iter().any(|(_, part)| is_pattern(part));
        let inputs: Vec<_> = used.iter().map(|(input, _)| as_taken(input)).collect();

        names.extend(Names::of_type(value));
        names.extend(Names::of_inputs(&inputs));
        Self {
            generics: kept(&sig.generics, &mut names),
            inputs,
            takes_apart,
            names,
        }
    }

    /// Whether everything generic in `ty` is taken over.
    pub(crate) fn covers(&self, ty: &Type, generics: &Generics) -> bool {
        let mentioned = Names::of_type(ty);
        generics_of(generics, &mentioned).all(|param| is_among(param, &self.names))
    }
}

/// What the expressions in the key, of the instance and of the times to live mention.
fn mentioned(plan: &Plan<'_>) -> Names {
    let mut names = Names::default();
    for entry in plan.key_entries() {
        names.extend(Names::of_expr(&entry.value));
    }
    if let Some(Namespace::Const(expr)) = &plan.args.namespace {
        names.extend(Names::of_expr(expr));
    }
    if let Some(Instance(expr)) = &plan.args.redis {
        names.extend(Names::of_expr(expr));
    }
    match &plan.args.expire {
        Some(Expire::Life(Life::Expr(expr))) => names.extend(Names::of_expr(expr)),
        Some(Expire::By(closure)) => names.extend(Names::of_closure(closure)),
        _ => {}
    }
    if let Some(NoneExpire(Life::Expr(expr))) = &plan.args.none_expire {
        names.extend(Names::of_expr(expr));
    }
    if let Some(Stale {
        time: Time::Expr(expr),
        ..
    }) = &plan.args.stale
    {
        names.extend(Names::of_expr(expr));
    }
    if let Some(Jitter::Expr(expr)) = &plan.args.jitter {
        names.extend(Names::of_expr(expr));
    }
    names
}

fn is_value(param: &Param) -> bool {
    !matches!(param.kind, Kind::Generic(_))
}

/// As declared, but for a `mut` that only the body has a use for.
fn as_taken(input: &FnArg) -> FnArg {
    let mut input = input.clone();
    match &mut input {
        FnArg::Receiver(receiver) => receiver.mutability = None,
        FnArg::Typed(typed) => {
            if let Pat::Ident(named) = &mut *typed.pat {
                named.mutability = None;
            }
        }
    }
    input
}

/// The generics among `names`, and those that their bounds mention, which join them.
fn kept(generics: &Generics, names: &mut Names) -> Generics {
    let clause = generics.where_clause.as_ref();
    let predicates = || clause.into_iter().flat_map(|clause| &clause.predicates);
    loop {
        let before = names.len();
        for param in &generics.params {
            if is_among(param, names) {
                names.extend(Names::of_generic(param));
            }
        }
        for predicate in predicates() {
            if generics_of(generics, &Names::of_bounded(predicate))
                .any(|param| is_among(param, names))
            {
                names.extend(Names::of_predicate(predicate));
            }
        }
        if names.len() == before {
            break;
        }
    }
    let names = &*names;
    let params = generics
        .params
        .iter()
        .filter(|param| is_among(param, names));
    let predicates = predicates().filter(|predicate| {
        generics_of(generics, &Names::of_predicate(predicate)).all(|param| is_among(param, names))
    });
    let mut kept = generics.clone();
    kept.params = params.cloned().collect();
    kept.where_clause = clause.cloned().map(|mut clause| {
        clause.predicates = predicates.cloned().collect();
        clause
    });
    kept.where_clause = kept
        .where_clause
        .filter(|clause| !clause.predicates.is_empty());
    kept
}

/// The generics that are among `names`.
fn generics_of<'g>(
    generics: &'g Generics,
    names: &Names,
) -> impl Iterator<Item = &'g GenericParam> {
    generics
        .params
        .iter()
        .filter(move |param| is_among(param, names))
}

fn is_among(param: &GenericParam, names: &Names) -> bool {
    match param {
        GenericParam::Lifetime(param) => names.contain_lifetime(&param.lifetime),
        GenericParam::Type(param) => names.contain(&param.ident),
        GenericParam::Const(param) => names.contain(&param.ident),
    }
}
