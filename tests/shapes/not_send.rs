//! A body that is not `Send`, on a runtime of one thread.

use dtcache::cache_wrapper;
use std::cell::Cell;
use std::rc::Rc;

/// Counts on from a number.
#[cache_wrapper(namespace = "not_send", skip = [count])]
#[allow(clippy::future_not_send, reason = "that is what is tried here")]
pub async fn next(number: u32, count: Rc<Cell<u32>>) -> u32 {
    count.set(count.get() + 1);
    std::future::ready(()).await;
    number + count.get()
}

/// A call, the same again, and another.
#[allow(clippy::future_not_send, reason = "that is what is tried here")]
pub async fn calls() -> [u32; 3] {
    let count = Rc::new(Cell::new(0));
    let first = next(1, count.clone()).await;
    [first, next(1, count.clone()).await, next(2, count).await]
}
