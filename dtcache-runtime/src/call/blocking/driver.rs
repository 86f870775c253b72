//! Waits where a sync call has to; what it does between is decided in [`step`](crate::call::step).

use std::time::Instant;

use serde::de::DeserializeOwned;

use crate::call::dressed::ToWrite;
use crate::call::flight::Waited;
use crate::call::lease::Try;
use crate::call::made::{Run, Terms};
use crate::call::outcome::Outcome;
use crate::call::plan::Plan;
use crate::call::step::{Lookup, Miss, Ready};
use crate::flight::{Begun, Load};
use crate::store::Lease;
use crate::turn::Turn;

pub(super) fn drive<O: Outcome>(
    plan: Plan<'_>,
    outcome: &O,
    body: impl FnOnce() -> O::Return,
) -> O::Return {
    let Some(call) = plan.ready::<O>() else {
        return body();
    };
    let mut miss = match look_up(&call) {
        Lookup::Hit(value) => return O::join(value),
        Lookup::Miss(miss) => miss,
    };
    let mut load = match begin(&call, &mut miss) {
        Ok(load) => load,
        Err(value) => return O::join(value),
    };
    let (terms, lease) = match lease(&call, &mut miss, &mut load) {
        Ok(leased) => leased,
        Err(value) => return O::join(value),
    };
    let began = call.begins(terms, &miss);
    let value = match O::split(load.led(body)) {
        Ok(value) => value,
        Err(returned) => return call.instead(&miss).map_or(returned, O::join),
    };
    let mut run = Run::ended(began, terms, &miss);
    if let Some(write) = call.write(outcome, &value, &mut run, &miss, &mut load) {
        store(&call, write, lease, run.turn, &mut load);
    }
    O::join(value)
}

/// After a body: stores its result, which settles the lease that it ran under.
fn store(call: &Ready<'_>, write: ToWrite, lease: Option<Lease>, turn: Turn, load: &mut Load<'_>) {
    let store = call.store();
    match lease {
        None => {
            let bytes = write.entry.len();
            let written = store.set(&call.key, write.entry, write.millis, turn);
            call.written(bytes, written, load);
        }
        Some(lease) => {
            let sent = Instant::now();
            let settled = store.settle(lease, &write.entry, write.millis, turn);
            call.settled(&write, sent, settled, load);
        }
    }
}

/// The lease to run the body under, where one is wanted; else, the value that makes it needless.
fn lease<T: DeserializeOwned>(
    call: &Ready<'_>,
    miss: &mut Miss,
    load: &mut Load<'_>,
) -> Result<(Terms, Option<Lease>), T> {
    if !call.leases(miss) {
        return Ok((Terms::Free, None));
    }
    let mut tries = call.tries(miss, load);
    let mut watch = None;
    loop {
        let turn = tries.turn();
        let acquired = call.store().acquire(&call.key, tries.seen(), turn);
        match call.tried(&mut tries, acquired, miss, load) {
            Try::Done(leasing) => return leasing.terms(miss),
            Try::Again => {}
            Try::Wait(time) => match &mut watch {
                // The lease may have ended before anybody listened, so there is another try first.
                None => match call.store().watch_lease(&call.key) {
                    Ok(mut watching) => {
                        watching.ready(time);
                        watch = Some(watching);
                    }
                    Err(error) => return call.unheard(&error).terms(miss),
                },
                Some(watch) => watch.wait(time),
            },
        }
    }
}

fn look_up<T: DeserializeOwned>(call: &Ready<'_>) -> Lookup<T> {
    if call.looks_only() {
        let turn = Turn::of(call.budget);
        return Lookup::Miss(call.seen(call.store().get(&call.key, turn), turn));
    }
    if !call.looks_up() {
        return Lookup::Miss(call.unlooked());
    }
    let turn = Turn::of(call.budget);
    call.looked_up(call.store().get(&call.key, turn), turn)
}

/// Whether to run the body; else, the value that makes it needless.
fn begin<'c, T: DeserializeOwned>(call: &'c Ready<'_>, miss: &mut Miss) -> Result<Load<'c>, T> {
    let mut looks_again = true;
    loop {
        let waited = match call.begin(miss) {
            Begun::Load(load) => return Ok(load),
            Begun::Follow(following) => {
                let deadline = call.patience(miss);
                call.followed(following.wait_until(deadline), miss)
            }
            told => call.told(told, miss),
        };
        match waited {
            Waited::Value(value) => return Err(value),
            Waited::Load(load) => return Ok(load),
            Waited::LookAgain if looks_again => {
                looks_again = false;
                let turn = Turn::of(miss.left);
                match call.looked_again(call.store().get(&call.key, turn), turn) {
                    Lookup::Hit(value) => return Err(value),
                    Lookup::Miss(again) => miss.again(again),
                }
            }
            Waited::LookAgain => return Ok(call.alone()),
        }
    }
}
