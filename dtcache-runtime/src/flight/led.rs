//! Which loads the code on this thread is leading right now, so that a body that asks for its own key
//! is told from somebody who could wait.

use std::cell::RefCell;

thread_local! {
    /// Grows and shrinks with the stack. A load by the hash of its key and its number: two instances may
    /// have one with the same, and then a body computes that could have waited.
    static LED: RefCell<Vec<(u64, u64)>> = const { RefCell::new(Vec::new()) };
}

/// Entered for a sync body, or for one poll of an async one.
pub(super) struct Leading(());

pub(super) fn enter(hash: u64, leader: u64) -> Leading {
    // A thread that is ending has nobody to be asked by.
    let _ = LED.try_with(|led| led.borrow_mut().push((hash, leader)));
    Leading(())
}

pub(super) fn leads(hash: u64, leader: u64) -> bool {
    LED.try_with(|led| led.borrow().contains(&(hash, leader)))
        .unwrap_or(false)
}

impl Drop for Leading {
    fn drop(&mut self) {
        let _ = LED.try_with(|led| led.borrow_mut().pop());
    }
}
