//! The scope that this thread is in.

use std::cell::RefCell;

use super::Scope;

thread_local! {
    /// What all scopes that are entered come to together. Each guard keeps what was before it, so
    /// the guards are the stack.
    static CURRENT: RefCell<Scope> = const { RefCell::new(Scope::new()) };
}

/// What the scopes that are entered come to; of a thread that is ending, nothing.
pub(crate) fn current() -> Scope {
    let current = CURRENT.try_with(|current| current.borrow().clone());
    current.unwrap_or_default()
}

/// Enters `scope` until the guard is dropped.
pub(super) fn enter(scope: &Scope) -> Entered {
    let outer = swap(scope.inside(&current()));
    Entered { outer }
}

/// Leaves a scope when dropped, also while unwinding.
pub(super) struct Entered {
    /// `None` where the thread is ending and nothing was entered.
    outer: Option<Scope>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        if let Some(outer) = self.outer.take() {
            swap(outer);
        }
    }
}

/// The old scope comes out, to be dropped where nothing is borrowed: it may be the last to hold an
/// instance.
fn swap(scope: Scope) -> Option<Scope> {
    CURRENT.try_with(|current| current.replace(scope)).ok()
}
