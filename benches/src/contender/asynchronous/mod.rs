//! The async world.

mod cached;
mod compact;
pub mod dtcache;
mod hitbox;
mod json;
mod raw;
mod raw_default;
mod zlib;

use crate::payload::{Large, Medium, Small};

/// Has a function for each payload whose results are cached.
///
/// A clone is what another task uses.
pub trait Contender:
    Call<Small> + Call<Medium> + Call<Large> + Clone + Send + Sync + 'static
{
    /// Its name in the tables.
    const NAME: &'static str;

    /// Makes whatever calls share; called once in a process.
    fn connect(url: &str) -> impl Future<Output = Self> + Send;
}

/// The function for one payload.
pub trait Call<P> {
    /// What the caller gets.
    type Value: Send;

    /// Calls it.
    fn call(&self, id: u64) -> impl Future<Output = Self::Value> + Send;
}

/// Sees the contenders, one after the other.
pub trait Visitor {
    /// Sees one.
    fn visit<C: Contender>(&mut self);
}

/// All contenders, the floor first: a new one is a file, and a line here.
pub fn each(visitor: &mut impl Visitor) {
    visitor.visit::<raw::Raw>();
    visitor.visit::<raw_default::RawDefault>();
    visitor.visit::<json::Json>();
    visitor.visit::<zlib::Zlib>();
    visitor.visit::<cached::Cached>();
    visitor.visit::<hitbox::Hitbox>();
    visitor.visit::<dtcache::Dtcache>();
    visitor.visit::<compact::Compact>();
}
