//! Which flights the code on this thread is leading right now, so that a body that asks for its own key
//! is told from somebody who could wait.

use std::cell::RefCell;

thread_local! {
    /// Grows and shrinks with the stack.
    static LED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Entered for a sync body, or for one poll of an async one.
pub(super) struct Leading(());

pub(super) fn enter(flight: usize) -> Leading {
    // A thread that is ending has nobody to be asked by.
    let _ = LED.try_with(|led| led.borrow_mut().push(flight));
    Leading(())
}

pub(super) fn leads(flight: usize) -> bool {
    LED.try_with(|led| led.borrow().contains(&flight))
        .unwrap_or(false)
}

impl Drop for Leading {
    fn drop(&mut self) {
        let _ = LED.try_with(|led| led.borrow_mut().pop());
    }
}
