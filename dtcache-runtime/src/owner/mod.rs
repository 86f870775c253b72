//! Which functions use a namespace, to notice two that do not go together.
//!
//! Two functions of one namespace may read each other's entries, which is fine where their results
//! are of one type: a sync function and its async twin. Where they are not, each finds the other's
//! entries unreadable, call after call, and nobody knows why.

#[cfg(test)]
mod tests;

use std::panic::Location;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

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
    /// The type whose method it is, where no part of the key tells it.
    pub(crate) within: Option<&'static str>,
}

/// What is wrong with a call in a namespace.
pub(crate) enum Conflict<'a> {
    /// Another function stores another type. `None` where that has been said.
    Types(Option<&'a Owner>),
    /// The same function of another type than the one that is served: their keys are the same, so
    /// this one goes without the cache. `None` where that has been said.
    Within(Option<&'a Owner>),
    /// Nobody can tell any more whether it is one of those.
    Unknown,
}

/// The owners of one namespace, the first ones first. Only ever added to, so they are read without
/// a lock.
#[derive(Default)]
pub(crate) struct Owners {
    first: Link,
    said_types: AtomicBool,
    said_within: AtomicBool,
}

type Link = OnceLock<Box<Node>>;

struct Node {
    owner: Owner,
    next: Link,
}

impl Owners {
    /// Notes who calls, and says what is wrong with it, if anything.
    pub(crate) fn conflict(&self, caller: &Owner) -> Option<Conflict<'_>> {
        let (mut link, mut other, mut is_known) = (&self.first, None, false);
        for _ in 0..MAX_OWNERS {
            let node = link.get_or_init(|| Box::new(Node::new(caller)));
            let owner = &node.owner;
            if owner.version == caller.version {
                if !same_place(owner.location, caller.location) {
                    if !same_entries(owner.stored, caller.stored) && !same_function(owner, caller) {
                        other = other.or(Some(owner));
                    }
                } else if !same_option(owner.within, caller.within) {
                    return Some(Conflict::Within(once(&self.said_within, owner)));
                } else if same_text(owner.stored, caller.stored) {
                    // Either known before, or just noted.
                    return other.map(|other| Conflict::Types(once(&self.said_types, other)));
                } else {
                    is_known = true;
                }
            }
            link = &node.next;
        }
        let is_lost = caller.within.is_some() && !is_known;
        is_lost.then_some(Conflict::Unknown)
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
}

impl Node {
    fn new(owner: &Owner) -> Self {
        Self {
            owner: *owner,
            next: Link::new(),
        }
    }
}

/// The first time only.
fn once<'a>(said: &AtomicBool, owner: &'a Owner) -> Option<&'a Owner> {
    let is_said = said.load(Ordering::Relaxed) || said.swap(true, Ordering::Relaxed);
    (!is_said).then_some(owner)
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

fn same_option(one: Option<&'static str>, other: Option<&'static str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same_text(one, other),
        (None, None) => true,
        _ => false,
    }
}
