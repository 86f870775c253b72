//! The sync world.

mod cached;
mod compact;
pub mod dtcache;
mod json;
mod raw;
mod zlib;

use crate::payload::{Large, Medium, Small};

/// Has a function for each payload whose results are cached.
pub trait Contender: Call<Small> + Call<Medium> + Call<Large> + Send + Sized + 'static {
    /// Its name in the tables.
    const NAME: &'static str;

    /// Makes whatever calls share; called once in a process.
    fn connect(url: &str) -> Self;

    /// What another thread uses.
    fn another(&self) -> Self;
}

/// The function for one payload.
pub trait Call<P> {
    /// What the caller gets.
    type Value;

    /// Calls it.
    fn call(&mut self, id: u64) -> Self::Value;
}

/// Sees the contenders, one after the other.
pub trait Visitor {
    /// Sees one.
    fn visit<C: Contender>(&mut self);
}

/// All contenders, the floor first: a new one is a file, and a line here.
pub fn each(visitor: &mut impl Visitor) {
    visitor.visit::<raw::Raw>();
    visitor.visit::<json::Json>();
    visitor.visit::<zlib::Zlib>();
    visitor.visit::<cached::Cached>();
    visitor.visit::<dtcache::Dtcache>();
    visitor.visit::<compact::Compact>();
}
