//! One value that threads and tasks wait for, each in the way of its own world.

use std::pin::Pin;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use slab::Slab;

/// Comes once, for all who wait then or ask later.
pub(super) struct Awaited<T> {
    state: Mutex<State<T>>,
    came: Condvar,
}

struct State<T> {
    value: Option<T>,
    /// One for each task that waits, and none for one that does not any more.
    wakers: Slab<Waker>,
    /// How many threads wait.
    threads: usize,
}

impl<T: Clone> Awaited<T> {
    pub(super) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                value: None,
                wakers: Slab::new(),
                threads: 0,
            }),
            came: Condvar::new(),
        }
    }

    /// Here it is. Only the first one counts.
    pub(super) fn set(&self, value: T) {
        let mut state = self.lock();
        if state.value.is_some() {
            return;
        }
        state.value = Some(value);
        let wakers = std::mem::take(&mut state.wakers);
        let threads = state.threads;
        drop(state);
        if threads > 0 {
            self.came.notify_all();
        }
        // Outside of the lock: a waker is code of the runtime's, and each task takes the lock.
        for (_, waker) in wakers {
            waker.wake();
        }
    }

    /// Blocks this thread until it is there; `None` where it is not by then.
    pub(super) fn wait_until(&self, deadline: Instant) -> Option<T> {
        let mut state = self.lock();
        state.threads += 1;
        while state.value.is_none() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let waited = self.came.wait_timeout(state, left);
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
        state.threads -= 1;
        state.value.clone()
    }

    /// The same for a task, without an end of its own.
    pub(super) fn wait(&self) -> Wait<'_, T> {
        Wait {
            awaited: self,
            place: None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A task that waits; one that is dropped leaves nothing behind.
pub(super) struct Wait<'a, T: Clone> {
    awaited: &'a Awaited<T>,
    /// Where its waker is.
    place: Option<usize>,
}

impl<T: Clone> Future for Wait<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        // Cloned, and dropped, outside of the lock: a waker is code of the runtime's.
        let mut waker = cx.waker().clone();
        let mut state = self.awaited.lock();
        if let Some(value) = &state.value {
            let value = value.clone();
            drop(state);
            // All places went with its coming.
            self.place = None;
            return Poll::Ready(value);
        }
        if let Some(known) = self.place.and_then(|place| state.wakers.get_mut(place)) {
            std::mem::swap(known, &mut waker);
            drop(state);
        } else {
            let place = state.wakers.insert(waker);
            drop(state);
            self.place = Some(place);
        }
        Poll::Pending
    }
}

impl<T: Clone> Drop for Wait<'_, T> {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            let mut state = self.awaited.lock();
            let is_open = state.value.is_none();
            let waker = is_open.then(|| state.wakers.try_remove(place));
            drop(state);
            drop(waker);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;
    use std::time::Duration;

    use super::*;

    const SOON: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(10);

    fn wakers<T: Clone>(awaited: &Awaited<T>) -> usize {
        awaited.lock().wakers.len()
    }

    #[test]
    fn threads_and_tasks_get_it_then_and_later() {
        let awaited = Arc::new(Awaited::new());
        let deadline = Instant::now() + LONG;
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let awaited = Arc::clone(&awaited);
                thread::spawn(move || awaited.wait_until(deadline))
            })
            .collect();
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let awaited = Arc::clone(&awaited);
                thread::spawn(move || futures_executor::block_on(awaited.wait()))
            })
            .collect();
        while awaited.lock().threads < 4 || wakers(&awaited) < 4 {
            thread::yield_now();
        }
        awaited.set(1);
        awaited.set(2);
        assert!(threads.into_iter().all(|it| it.join().unwrap() == Some(1)));
        assert!(tasks.into_iter().all(|it| it.join().unwrap() == 1));
        assert_eq!(awaited.wait_until(Instant::now()), Some(1));
        assert_eq!(futures_executor::block_on(awaited.wait()), 1);
        assert_eq!(wakers(&awaited), 0);
    }

    #[test]
    fn a_thread_waits_no_longer_than_it_said() {
        let awaited = Awaited::<u8>::new();
        assert_eq!(awaited.wait_until(Instant::now() + SOON), None);
        assert_eq!(awaited.lock().threads, 0);
    }

    #[test]
    fn a_task_that_waits_no_more_leaves_nothing_behind() {
        let awaited = Awaited::<u8>::new();
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..3 {
            let mut wait = awaited.wait();
            for _ in 0..3 {
                assert!(Pin::new(&mut wait).poll(&mut context).is_pending());
            }
            assert_eq!(wakers(&awaited), 1);
        }
        assert_eq!(wakers(&awaited), 0);
    }
}
