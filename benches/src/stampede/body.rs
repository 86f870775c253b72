//! The body of every function that is called.

use std::thread::sleep;

use super::BODY;
use super::round::Round;
use crate::payload::{Medium, Payload};

/// Of a sync function.
pub(super) fn blocking(id: u64) -> Medium {
    let round = Round::of_body(id);
    round.open.wait();
    sleep(BODY);
    let value = Medium::make(id);
    round.body_ends();
    value
}

/// Of an async function.
pub(super) async fn asynchronous(id: u64) -> Medium {
    let round = Round::of_body(id);
    round.open.wait_async().await;
    tokio::time::sleep(BODY).await;
    let value = Medium::make(id);
    round.body_ends();
    value
}
