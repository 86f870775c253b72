//! When a call is given up: by chance, the same each time.

use std::pin::Pin;
use std::task::{Context, Poll};

/// A future that is given up after so many polls: with none at all it was only made.
pub(crate) struct Polled<F> {
    pub(crate) future: Pin<Box<F>>,
    pub(crate) left: usize,
}

impl<F: Future> Future for Polled<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(left) = self.left.checked_sub(1) else {
            return Poll::Ready(None);
        };
        self.left = left;
        match self.future.as_mut().poll(context) {
            Poll::Pending if left > 0 => Poll::Pending,
            Poll::Pending => Poll::Ready(None),
            Poll::Ready(output) => Poll::Ready(Some(output)),
        }
    }
}

/// Numbers by xorshift, the same each time.
pub(crate) struct Chance(pub(crate) u32);

impl Chance {
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % end
    }
}
