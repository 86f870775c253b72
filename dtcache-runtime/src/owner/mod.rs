//! Which functions use a namespace, to notice two that do not go together.
//!
//! Two functions of one namespace may read each other's entries, which is fine where their results
//! are of one type: a sync function and its async twin. Where they are not and their keys meet, each
//! finds the other's entries unreadable, call after call, and nobody knows why.

mod claims;
#[cfg(test)]
mod tests;

use std::panic::Location;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) use claims::Claimant;
use claims::Claims;

/// How many owners a namespace is remembered to have.
const MAX_OWNERS: usize = 16;

/// What makes a cached call, as far as the program's text says.
#[derive(Clone, Copy)]
pub(crate) struct Owner {
    pub(crate) version: Option<u64>,
    /// Where the call stands: it identifies the function, and all instantiations of it.
    pub(crate) location: &'static Location<'static>,
    /// The type of the body, in whose name is the function's.
    pub(crate) body: &'static str,
    /// The type that is stored.
    pub(crate) stored: &'static str,
    /// Whether nothing in the attribute says what tells the instantiations of a method apart.
    pub(crate) is_in_doubt: bool,
}

/// What is wrong with a call in a namespace.
pub(crate) enum Conflict<'a> {
    /// Another function stores another type. `None` where that has been said.
    Types(Option<&'a Owner>),
    /// Another instantiation of the same method uses the same key, so this one goes without the
    /// cache. `None` where that has been said, or who it is is not known any more.
    Key(Option<&'a Owner>),
}

/// The owners of one namespace, the first ones first. Only ever added to, so they are read without
/// a lock.
#[derive(Default)]
pub(crate) struct Owners {
    first: Link,
    claims: Claims,
    /// Whether these are the owners of several namespaces.
    are_of_many: bool,
    said_types: AtomicBool,
    said_key: AtomicBool,
}

type Link = OnceLock<Box<Node>>;

struct Node {
    owner: Owner,
    /// Who it is to the claims, if anybody.
    claimant: Option<Claimant>,
    next: Link,
}

impl Owners {
    /// The owners of namespaces that are not told apart, whose types are nobody's business.
    pub(crate) fn of_many() -> Self {
        Self {
            are_of_many: true,
            ..Self::default()
        }
    }

    /// Whether `key` is another instantiation's, for whoever wants the entry and does not call.
    pub(crate) fn have_given_away(&self, claimant: Claimant, key: &str) -> bool {
        self.claims.other(claimant, key).is_some()
    }

    /// Notes who calls for `key`, and says what is wrong with it, if anything.
    pub(crate) fn conflict(&self, caller: &Owner, key: &str) -> Option<Conflict<'_>> {
        let (mut link, mut other, mut known) = (&self.first, None, None);
        for _ in 0..MAX_OWNERS {
            let node = link.get_or_init(|| Box::new(Node::new(caller)));
            let owner = &node.owner;
            if owner.version == caller.version {
                if owner.is_same_function(caller) {
                    if owner.is_same_instantiation(caller) {
                        // Either known before, or just noted.
                        known = Some(node.claimant);
                        break;
                    }
                } else if !same_entries(owner.stored, caller.stored)
                    && !same_function(owner, caller)
                {
                    other = other.or(Some(owner));
                }
            }
            link = &node.next;
        }
        if let Some(claimant) = known.unwrap_or_else(|| caller.claimant())
            && let Some(first) = self.claims.other(claimant, key)
        {
            let first = self.find(first).filter(|_| once(&self.said_key));
            return Some(Conflict::Key(first));
        }
        // Where the list is full, the callers that are not on it are let alone.
        known?;
        let other = other.filter(|_| !self.are_of_many)?;
        Some(Conflict::Types(once(&self.said_types).then_some(other)))
    }

    fn find(&self, claimant: Claimant) -> Option<&Owner> {
        let mut node = self.first.get();
        while let Some(this) = node {
            if this.claimant == Some(claimant) {
                return Some(&this.owner);
            }
            node = this.next.get();
        }
        None
    }
}

impl Owner {
    /// The function's path: the name of a closure or of an async block is that of what it is in.
    pub(crate) fn function(&self) -> &'static str {
        let mut name = self.body;
        while let Some(outer) = name.strip_suffix("::{{closure}}") {
            name = outer;
        }
        name
    }

    /// The path of what the function belongs to, with what that is generic over: a module,
    /// `Repo<User>`, or `<Users as Table>`. What the function itself is generic over is told by the
    /// key, or stated.
    pub(crate) fn home(&self) -> &'static str {
        let name = self.function();
        let (mut depth, mut later) = (0_usize, ' ');
        for (at, char) in name.char_indices().rev() {
            match (char, later) {
                // The arrow of `fn() -> u8` is met from behind.
                ('>', _) if !name.get(..at).is_some_and(|before| before.ends_with('-')) => {
                    depth += 1;
                }
                ('<', _) => depth = depth.saturating_sub(1),
                (':', ':') if depth == 0 => return name.get(..at).unwrap_or_default(),
                _ => {}
            }
            later = char;
        }
        ""
    }

    /// One `macro_rules!` may make several functions at one place.
    fn is_same_function(&self, other: &Self) -> bool {
        same_place(self.location, other.location)
            && (same_text(self.body, other.body) || self.name() == other.name())
    }

    /// The last part of the function's path, without what it is generic over.
    fn name(&self) -> &'static str {
        let name = self.function().get(self.home().len()..).unwrap_or_default();
        let end = name.find('<').unwrap_or(name.len());
        name.get(..end).unwrap_or_default()
    }

    fn is_same_instantiation(&self, other: &Self) -> bool {
        same_text(self.stored, other.stored)
            && (same_text(self.body, other.body) || self.home() == other.home())
    }

    /// `None` where the function cannot be there more than once, or the attribute says what tells
    /// its instantiations apart.
    pub(crate) fn claimant(&self) -> Option<Claimant> {
        if !self.is_in_doubt {
            return None;
        }
        let home = self.home();
        let is_one_of_many = home.contains('<');
        is_one_of_many.then(|| Claimant::new(self.location, home))
    }
}

impl Node {
    fn new(owner: &Owner) -> Self {
        Self {
            owner: *owner,
            claimant: owner.claimant(),
            next: Link::new(),
        }
    }
}

/// The first time only.
fn once(said: &AtomicBool) -> bool {
    !said.load(Ordering::Relaxed) && !said.swap(true, Ordering::Relaxed)
}

// A constant of the compiler's mostly has one address, though it may have several.

fn same_place(one: &'static Location<'static>, other: &'static Location<'static>) -> bool {
    std::ptr::eq(one, other) || (one.line() == other.line() && one == other)
}

fn same_text(one: &'static str, other: &'static str) -> bool {
    std::ptr::eq(one, other) || one == other
}

/// Several calls by hand in one function, which knows what it does.
fn same_function(one: &Owner, other: &Owner) -> bool {
    one.function() == other.function()
}

/// Whether the entries of one type can be read as those of another: an `Option` is stored as what
/// it holds, or not at all.
fn same_entries(one: &'static str, other: &'static str) -> bool {
    same_text(one, other) || held(one) == held(other)
}

fn held(name: &str) -> &str {
    let inner = name.strip_prefix("core::option::Option<");
    let inner = inner.and_then(|inner| inner.strip_suffix('>'));
    inner.map_or(name, held)
}
