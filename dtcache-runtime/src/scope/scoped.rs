//! A future that is polled in a scope.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::{Scope, current};

pin_project! {
    /// A future in a [`Scope`], made by [`Scope::run_async`].
    #[must_use = "a future does nothing before it is awaited"]
    pub struct Scoped<F> {
        scope: Scope,
        // `None` while it is dropped.
        #[pin]
        future: Option<F>,
    }

    impl<F> PinnedDrop for Scoped<F> {
        fn drop(this: Pin<&mut Self>) {
            // What the future holds may make cached calls when it goes.
            let mut this = this.project();
            let _entered = current::enter(this.scope);
            this.future.set(None);
        }
    }
}

impl<F> Scoped<F> {
    pub(super) fn new(scope: Scope, future: F) -> Self {
        let future = Some(future);
        Self { scope, future }
    }
}

impl<F: Future> Future for Scoped<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _entered = current::enter(this.scope);
        match this.future.as_pin_mut() {
            Some(future) => future.poll(context),
            None => Poll::Pending,
        }
    }
}

impl<F> fmt::Debug for Scoped<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scoped")
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Waker;

    use super::*;
    use crate::scope::Mode;

    fn mode() -> Option<Mode> {
        current::current().mode()
    }

    /// One poll of what first waits once, and then says what it sees.
    async fn two_polls() -> [Option<Mode>; 2] {
        let first = mode();
        tokio::task::yield_now().await;
        [first, mode()]
    }

    #[test]
    fn each_poll_is_in_the_scope_and_nothing_between_them() {
        let mut context = Context::from_waker(Waker::noop());
        let mut bypassed = pin!(Scope::new().bypass().run_async(two_polls()));
        let mut plain = pin!(two_polls());
        assert!(bypassed.as_mut().poll(&mut context).is_pending());
        assert_eq!(mode(), None);
        assert!(plain.as_mut().poll(&mut context).is_pending());
        let bypass = Some(Mode::Bypass);
        assert_eq!(bypassed.poll(&mut context), Poll::Ready([bypass; 2]));
        assert_eq!(plain.poll(&mut context), Poll::Ready([None; 2]));
    }

    #[test]
    fn one_that_is_dropped_midway_or_panics_leaves_nothing() {
        let mut context = Context::from_waker(Waker::noop());
        {
            let mut dropped = pin!(Scope::new().bypass().run_async(two_polls()));
            assert!(dropped.as_mut().poll(&mut context).is_pending());
        }
        assert_eq!(mode(), None);
        let mut panicking = pin!(
            Scope::new()
                .bypass()
                .run_async(async { panic!("asked for") })
        );
        let poll = || panicking.as_mut().poll(&mut context).is_ready();
        let poll = std::panic::AssertUnwindSafe(poll);
        assert!(std::panic::catch_unwind(poll).is_err());
        assert_eq!(mode(), None);
    }

    #[test]
    fn it_is_send_when_its_future_is_and_holds_it_once() {
        fn assert_send<T: Send>(_: &T) {}
        let big = async {
            let state = [1_u8; 4096];
            tokio::task::yield_now().await;
            state.iter().map(|byte| u32::from(*byte)).sum::<u32>()
        };
        let alone = size_of_val(&big);
        let scoped = Scope::new().bypass().run_async(big);
        assert_send(&scoped);
        assert!(size_of_val(&scoped) <= alone + size_of::<Scope>() + 8);
    }
}
