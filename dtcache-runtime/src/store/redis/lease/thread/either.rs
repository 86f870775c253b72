//! Waiting for the first of two things.

use std::pin::pin;
use std::task::Poll;

pub(super) enum Either<A, B> {
    First(A),
    Second(B),
}

/// Whichever comes first; the other is broken off.
pub(super) async fn either<A, B>(
    first: impl Future<Output = A>,
    second: impl Future<Output = B>,
) -> Either<A, B> {
    let (mut first, mut second) = (pin!(first), pin!(second));
    std::future::poll_fn(|cx| {
        if let Poll::Ready(first) = first.as_mut().poll(cx) {
            return Poll::Ready(Either::First(first));
        }
        second.as_mut().poll(cx).map(Either::Second)
    })
    .await
}
