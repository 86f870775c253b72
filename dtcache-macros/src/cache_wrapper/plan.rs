//! The attribute laid over the function: what each parameter is in the key.

use super::args::{Args, KeyEntry, KeyName};
use super::function::Function;
use super::names::Names;
use super::param::{Kind, Param};
use syn::Ident;
use syn::ext::IdentExt as _;

/// What the checks look at and the expansion is made of.
pub(crate) struct Plan<'a> {
    pub(crate) args: &'a Args,
    pub(crate) function: &'a Function,
    /// Every parameter, as declared, with what the attribute says about it.
    pub(crate) parts: Vec<Part<'a>>,
}

/// A parameter with what the attribute says about it.
pub(crate) struct Part<'a> {
    pub(crate) param: &'a Param,
    /// In a function that is accepted, at most one.
    pub(crate) mentions: Vec<Mention<'a>>,
}

/// One place in the attribute that says what a parameter is in the key.
pub(crate) enum Mention<'a> {
    Skip(&'a Ident),
    Positional(&'a Ident),
    Key(&'a KeyEntry),
}

/// What a parameter is in the key.
pub(crate) enum Role<'a> {
    /// Nothing.
    Skipped,
    /// One of the first part's values.
    Positional,
    /// A named value: its own.
    Own(&'a Param),
    /// A named value: what the attribute says instead.
    Replaced(&'a KeyEntry),
    /// Not known; no accepted function has one.
    Unstated,
}

/// Why the key does not tell the instantiations of a function apart.
pub(crate) enum Doubt {
    /// The result depends on the parameter.
    Returned,
    /// No argument in the key holds a value of it.
    NoValue,
}

impl<'a> Plan<'a> {
    /// Lays the attribute over the function.
    pub(crate) fn new(args: &'a Args, function: &'a Function) -> Self {
        let part = |param| Part {
            param,
            mentions: mentions(args, function, param),
        };
        Self {
            args,
            function,
            parts: function.params.iter().map(part).collect(),
        }
    }

    /// The entries of `key(…)`.
    pub(crate) fn key_entries(&self) -> &'a [KeyEntry] {
        key_entries(self.args)
    }

    /// The generic parameters, `Self` among them, by which instantiations differ that would share
    /// an entry.
    pub(crate) fn doubts(&self) -> Vec<(&'a Ident, Doubt)> {
        let keyed = self.parts.iter().filter(|part| part.is_keyed_itself());
        let keyed: Vec<_> = keyed
            .filter_map(|part| part.param.ty.as_ref())
            .map(Names::of_values)
            .collect();
        let result = self.function.result().map(Names::of_type);
        let doubt = |name: &Ident| {
            if result.as_ref().is_some_and(|names| names.contain(name)) {
                return Some(Doubt::Returned);
            }
            let is_told = keyed.iter().any(|names| names.contain(name));
            (!is_told).then_some(Doubt::NoValue)
        };
        let unstated = self.parts.iter().filter_map(|part| match &part.param.kind {
            Kind::Generic(name) if matches!(part.role(), Role::Unstated) => Some(name),
            _ => None,
        });
        unstated
            .filter_map(|name| Some((name, doubt(name)?)))
            .collect()
    }

    /// Whether two implementations would share an entry, should `Self` stand for more than one.
    pub(crate) fn self_is_in_doubt(&self) -> bool {
        let mut doubts = self.doubts().into_iter();
        self.function.uses_self && doubts.any(|(name, _)| name == "Self")
    }

    /// Whether the body may run on when the call has returned.
    pub(crate) fn is_detached(&self) -> bool {
        let stale = self.args.stale.as_ref();
        stale.is_some_and(|stale| stale.background.is_some())
    }

    /// Whether the attribute says what tells one `Self` from another.
    pub(crate) fn self_is_stated(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| part.param.is_self_type() && !matches!(part.role(), Role::Unstated))
    }
}

impl<'a> Part<'a> {
    /// Whether its own value is in the key. What the attribute says instead may have another type.
    pub(crate) fn is_keyed_itself(&self) -> bool {
        matches!(self.role(), Role::Own(_) | Role::Positional)
    }

    /// What the parameter is in the key.
    pub(crate) fn role(&self) -> Role<'a> {
        match (self.mentions.first(), &self.param.kind) {
            (Some(Mention::Skip(_)), _) => Role::Skipped,
            (Some(Mention::Positional(_)), _) => Role::Positional,
            (Some(Mention::Key(entry)), _) => Role::Replaced(entry),
            (None, Kind::Named(_) | Kind::Receiver { .. }) => Role::Own(self.param),
            (None, Kind::Generic(_) | Kind::Pattern { .. }) => Role::Unstated,
        }
    }
}

/// The parameter that an entry of `key(…)` stands for, or why there is none.
pub(crate) fn target<'f>(
    entry: &'f KeyEntry,
    function: &'f Function,
) -> Result<&'f Param, Lost<'f>> {
    if let KeyName::Ident(name) = &entry.name
        && let Some(param) = function.param(name)
    {
        return Ok(param);
    }
    let names = Names::of_expr(&entry.value);
    let (generics, values): (Vec<_>, Vec<_>) = function
        .params
        .iter()
        .filter(|param| param.is_among(&names))
        .partition(|param| matches!(param.kind, Kind::Generic(_)));
    let candidates = if values.is_empty() { generics } else { values };
    match (&entry.name, candidates.as_slice()) {
        (KeyName::Text(_), [only]) => Ok(only),
        // A name of its own is what a pattern needs; elsewhere it is a slip of the pen.
        (KeyName::Ident(_), [only]) if matches!(only.kind, Kind::Pattern { .. }) => Ok(only),
        (KeyName::Ident(name), _) => Err(Lost::NoSuchParameter(name)),
        (KeyName::Text(_), []) => Err(Lost::NamesNone),
        (KeyName::Text(_), _) => Err(Lost::NamesSeveral(candidates)),
    }
}

/// Why an entry of `key(…)` stands for no parameter.
pub(crate) enum Lost<'f> {
    NoSuchParameter(&'f Ident),
    NamesNone,
    NamesSeveral(Vec<&'f Param>),
}

fn mentions<'a>(args: &'a Args, function: &'a Function, param: &'a Param) -> Vec<Mention<'a>> {
    let skip = args.skip.iter().flat_map(|names| &names.0);
    let skipped: Vec<_> = skip.filter(|name| param.goes_by(name)).collect();
    let positional = args.positional.iter().flat_map(|names| &names.0);
    let positional = positional.filter(|name| param.goes_by(name));
    let entries = key_entries(args)
        .iter()
        .filter(|entry| target(entry, function).is_ok_and(|target| std::ptr::eq(target, param)));
    let skips = covering(param, &skipped).map(Mention::Skip);
    let positionals = positional.map(Mention::Positional);
    skips
        .into_iter()
        .chain(positionals)
        .chain(entries.map(Mention::Key))
        .collect()
}

/// A pattern is skipped when all of its bindings are: half of it would be left out in silence.
fn covering<'a>(param: &Param, skipped: &[&'a Ident]) -> Option<&'a Ident> {
    let first = skipped.first()?;
    let covered = match &param.kind {
        Kind::Pattern { bindings, .. } => bindings
            .iter()
            .all(|own| skipped.iter().any(|name| name.unraw() == own.unraw())),
        _ => true,
    };
    covered.then_some(first)
}

fn key_entries(args: &Args) -> &[KeyEntry] {
    args.key.as_ref().map_or(&[], |entries| &entries.0)
}
