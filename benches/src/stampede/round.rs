//! One stampede: its callers, its bodies, and when there was a result.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use super::gathering::Gathering;

/// The one that is under way in this process; a body is told no more than its argument.
static CURRENT: Mutex<Option<Arc<Round>>> = Mutex::new(None);

pub(super) struct Round {
    pub(super) id: u64,
    pub(super) callers: usize,
    /// All callers have.
    pub(super) begun: Gathering,
    /// Bodies may come to their end.
    pub(super) open: Gathering,
    /// All callers have.
    pub(super) returned: Gathering,
    bodies: AtomicUsize,
    ended: OnceLock<Instant>,
}

impl Round {
    /// One whose bodies wait until all callers have begun.
    pub(super) fn begin(id: u64, callers: usize) -> Arc<Self> {
        Self::enter(id, callers, callers)
    }

    /// One whose bodies wait for another word as well, which is one more that comes to `open`.
    pub(super) fn begin_held(id: u64, callers: usize) -> Arc<Self> {
        Self::enter(id, callers, callers + 1)
    }

    fn enter(id: u64, callers: usize, to_open: usize) -> Arc<Self> {
        let round = Arc::new(Self {
            id,
            callers,
            begun: Gathering::of(callers),
            open: Gathering::of(to_open),
            returned: Gathering::of(callers),
            bodies: AtomicUsize::new(0),
            ended: OnceLock::new(),
        });
        let mut current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner);
        *current = Some(Arc::clone(&round));
        round
    }

    /// The one of a body that has begun.
    pub(super) fn of_body(id: u64) -> Arc<Self> {
        let current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner);
        let round = current.as_ref().filter(|round| round.id == id);
        let round = Arc::clone(round.expect("a body runs in its round"));
        round.bodies.fetch_add(1, Ordering::Relaxed);
        round
    }

    /// A caller is about to call.
    pub(super) fn call_begins(&self) {
        self.begun.come();
        self.open.come();
    }

    /// A body has its result. The first one counts.
    pub(super) fn body_ends(&self) {
        self.ended.get_or_init(Instant::now);
    }

    pub(super) fn bodies(&self) -> usize {
        self.bodies.load(Ordering::Relaxed)
    }

    /// When there was a result, if it was made here.
    pub(super) fn ended_at(&self) -> Option<Instant> {
        self.ended.get().copied()
    }
}
