//! Waits where an async call has to; what it does between is decided in [`step`](crate::call::step).

use std::pin::Pin;
use std::time::Instant;

use serde::de::DeserializeOwned;

use crate::call::dressed::ToWrite;
use crate::call::flight::Waited;
use crate::call::lease::Try;
use crate::call::made::{Run, Terms};
use crate::call::outcome::Outcome;
use crate::call::step::{Lookup, Miss, Ready};
use crate::flight::{Begun, Load};
use crate::store::Lease;
use crate::turn::Turn;

pub(super) async fn drive<O, F>(
    ready: Option<Ready<'_>>,
    outcome: O,
    body: Pin<&mut F>,
) -> O::Return
where
    O: Outcome,
    F: Future<Output = O::Return>,
{
    // Behind a reference: taken out, it would be held twice.
    let Some(call) = &ready else {
        return body.await;
    };
    match look_up(call).await {
        Lookup::Hit(value) => O::join(value),
        Lookup::Miss(mut miss) => load(call, &mut miss, outcome, body).await,
    }
}

pub(in crate::call) async fn look_up<T: DeserializeOwned>(call: &Ready<'_>) -> Lookup<T> {
    if call.looks_only() {
        let turn = Turn::of(call.budget);
        let found = call.store().get_async(&call.key, turn).await;
        return Lookup::Miss(call.seen(found, turn));
    }
    if !call.looks_up() {
        return Lookup::Miss(call.unlooked());
    }
    let turn = Turn::of(call.budget);
    call.looked_up(call.store().get_async(&call.key, turn).await, turn)
}

/// After a look-up in vain.
// The outcome comes by value: a condition on the result need not be `Sync`.
pub(in crate::call) async fn load<O, F>(
    call: &Ready<'_>,
    miss: &mut Miss,
    outcome: O,
    mut body: Pin<&mut F>,
) -> O::Return
where
    O: Outcome,
    F: Future<Output = O::Return>,
{
    let mut load = match call.begin(miss) {
        Begun::Load(load) => load,
        // Boxed, since it is rare: every cached function's future would hold the room for it.
        begun => match Box::pin(wait(call, begun, miss)).await {
            Ok(load) => load,
            Err(value) => return O::join(value),
        },
    };
    let (terms, lease) = if call.leases(miss) {
        match Box::pin(lease(call, miss, &mut load)).await {
            Ok(leased) => leased,
            Err(value) => return O::join(value),
        }
    } else {
        (Terms::Free, None)
    };
    let began = call.begins(terms, miss);
    let returned = match call.gives_way(miss) {
        None => load.led_async(body).await,
        Some((time, value)) => {
            let body = load.led_async(body.as_mut());
            let Ok(returned) = Box::pin(tokio::time::timeout(time, body)).await else {
                call.gave_way(miss);
                return O::join(value);
            };
            returned
        }
    };
    // The whole return is not alive across the write below: its error need not be `Send`.
    let value = match O::split(returned) {
        Ok(value) => value,
        Err(returned) => return call.instead(miss).map_or(returned, O::join),
    };
    let mut run = Run::ended(began, terms, miss);
    if let Some(write) = call.write(&outcome, &value, &mut run, miss, &mut load) {
        store(call, write, lease, run.turn, &mut load).await;
    }
    O::join(value)
}

/// After a body: stores its result, which settles the lease that it ran under.
pub(in crate::call) async fn store(
    call: &Ready<'_>,
    write: ToWrite,
    lease: Option<Lease>,
    turn: Turn,
    load: &mut Load<'_>,
) {
    let store = call.store();
    // Boxed as well, each: 700 bytes in the future of every cached function, for one in a miss. Both in
    // one box are more than an allocator has at hand.
    match lease {
        None => {
            let bytes = write.entry.len();
            let written = store.set_async(&call.key, write.entry, write.millis, turn);
            call.written(bytes, Box::pin(written).await, load);
        }
        Some(lease) => {
            let sent = Instant::now();
            let settled = store.settle_async(lease, &write.entry, write.millis, turn);
            let settled = Box::pin(settled).await;
            call.settled(&write, sent, settled, load);
        }
    }
}

/// The lease to run the body under; else, the value that makes it needless.
pub(in crate::call) async fn lease<T: DeserializeOwned>(
    call: &Ready<'_>,
    miss: &mut Miss,
    load: &mut Load<'_>,
) -> Result<(Terms, Option<Lease>), T> {
    let mut tries = call.tries(miss, load);
    let mut watch = None;
    loop {
        let turn = tries.turn();
        let acquired = call
            .store()
            .acquire_async(&call.key, tries.seen(), turn)
            .await;
        match call.tried(&mut tries, acquired, miss, load) {
            Try::Done(leasing) => return leasing.terms(miss),
            Try::Again => {}
            Try::Wait(time) => match &mut watch {
                // The lease may have ended before anybody listened, so there is another try first.
                None => match call.store().watch_lease(&call.key) {
                    Ok(mut watching) => {
                        watching.ready_async(time).await;
                        watch = Some(watching);
                    }
                    Err(error) => return call.unheard(&error).terms(miss),
                },
                Some(watch) => watch.wait_async(time).await,
            },
        }
    }
}

/// Whether to run the body; else, the value that makes it needless.
async fn wait<'c, T: DeserializeOwned>(
    call: &'c Ready<'_>,
    mut begun: Begun<'c>,
    miss: &mut Miss,
) -> Result<Load<'c>, T> {
    let mut looks_again = true;
    loop {
        let waited = match begun {
            Begun::Load(load) => return Ok(load),
            Begun::Follow(following) => {
                let deadline = call.patience(miss).into();
                // Who cannot wait with an end does not wait.
                let followed = if call.instance.can_time() {
                    tokio::time::timeout_at(deadline, following.wait())
                        .await
                        .ok()
                } else {
                    None
                };
                call.followed(followed, miss)
            }
            told => call.told(told, miss),
        };
        match waited {
            Waited::Value(value) => return Err(value),
            Waited::Load(load) => return Ok(load),
            Waited::LookAgain if looks_again => {
                looks_again = false;
                let turn = Turn::of(miss.left);
                let found = call.store().get_async(&call.key, turn).await;
                match call.looked_again(found, turn) {
                    Lookup::Hit(value) => return Err(value),
                    Lookup::Miss(again) => miss.again(again),
                }
            }
            Waited::LookAgain => return Ok(call.alone()),
        }
        begun = call.begin(miss);
    }
}
