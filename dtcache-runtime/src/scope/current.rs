//! The scope that this thread is in.

use std::cell::RefCell;

use tokio::task::{Id, try_id};

use super::Scope;

thread_local! {
    /// What all scopes that are entered come to together. Each guard keeps what was before it, so
    /// the guards are the stack.
    static CURRENT: RefCell<Frame> = const { RefCell::new(Frame::outermost()) };
}

/// A scope, and who is in it.
struct Frame {
    scope: Scope,
    /// The Tokio task that entered it. A thread that is in a scope may drive others, as `block_on`
    /// and a `LocalSet` do.
    task: Option<Id>,
}

impl Frame {
    const fn outermost() -> Self {
        Self {
            scope: Scope::new(),
            task: None,
        }
    }

    /// What holds here: outside of any task, as in `block_on`, whatever the thread is in.
    fn here(&self) -> Scope {
        if self.scope.changes_nothing() || try_id().is_some_and(|id| self.task != Some(id)) {
            return Scope::new();
        }
        self.scope.clone()
    }
}

/// What the scopes that are entered come to; of a thread that is ending, nothing.
pub(crate) fn current() -> Scope {
    let current = CURRENT.try_with(|current| current.borrow().here());
    current.unwrap_or_default()
}

/// Enters `scope` until the guard is dropped.
pub(super) fn enter(scope: &Scope) -> Entered {
    let inner = Frame {
        scope: scope.inside(&current()),
        task: try_id(),
    };
    Entered { outer: swap(inner) }
}

/// Leaves a scope when dropped, also while unwinding.
pub(super) struct Entered {
    /// `None` where the thread is ending and nothing was entered.
    outer: Option<Frame>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        if let Some(outer) = self.outer.take() {
            swap(outer);
        }
    }
}

/// The old frame comes out, to be dropped where nothing is borrowed: it may be the last to hold an
/// instance.
fn swap(frame: Frame) -> Option<Frame> {
    CURRENT.try_with(|current| current.replace(frame)).ok()
}
