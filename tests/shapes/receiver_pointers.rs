//! Receivers behind more than one pointer.

use dtcache::cache_wrapper;
use serde::Serialize;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

/// A shop.
#[derive(Serialize)]
pub struct Shop(u32);

type Same = Shop;

impl Shop {
    /// Through a reference to an `Arc`.
    #[cache_wrapper(namespace = "receiver_pointers")]
    #[must_use]
    pub fn shared(self: &Arc<Self>) -> u32 {
        self.0
    }

    /// Through a pinned box.
    #[cache_wrapper(namespace = "receiver_pointers:boxed")]
    #[must_use]
    pub fn boxed(self: Pin<Box<Self>>) -> u32 {
        self.0
    }

    /// Under another name.
    #[cache_wrapper(namespace = "receiver_pointers:named")]
    #[allow(clippy::use_self, reason = "that is what is tried here")]
    #[must_use]
    pub fn named(self: Same) -> u32 {
        self.0
    }

    /// Not to be counted by anyone else.
    #[cache_wrapper(namespace = "receiver_pointers:counted")]
    #[must_use]
    pub fn counted(self: Rc<Self>) -> u32 {
        self.0
    }
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [u32; 3] {
    let sum = Box::pin(Shop(0)).boxed() + Shop(0).named() + Rc::new(Shop(0)).counted();
    [1, 1, 2].map(|number| Arc::new(Shop(number)).shared() + sum)
}
