//! What the futures of calls are, and how large.

use std::pin::pin;
use std::rc::Rc;

use super::*;
use crate::call::acache_function;

fn assert_send<F: Future + Send>(_: F) {}

#[test]
fn the_future_is_send_although_the_error_is_not() {
    type NotSend = Rc<()>;
    let body = || async { Ok::<_, NotSend>(1) };
    assert_send(acache_function("n").try_call(body));
}

#[test]
fn the_future_is_send_although_the_condition_is_not_sync() {
    let seen = std::cell::Cell::new(0);
    let call = acache_function("n").cache_if(move |value: &u32| seen.replace(*value) == 0);
    assert_send(call.call(|| async { 1 }));
}

#[test]
fn the_future_holds_the_body_once() {
    let body = || async {
        let state = [1_u8; 4096];
        tokio::task::yield_now().await;
        state.iter().map(|byte| u32::from(*byte)).sum::<u32>()
    };
    let alone = size_of_val(&body());
    let cached = async {
        let body = pin!(body());
        acache_function("n").run(Plain::<u32>::new(), body).await
    };
    assert!(
        size_of_val(&cached) < alone + alone / 2,
        "{}",
        size_of_val(&cached)
    );
}
