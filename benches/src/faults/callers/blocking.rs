//! Callers that are threads.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{sleep, spawn};

use super::{PAUSE, ending, id};
use crate::faults::body::watched;
use crate::faults::contender::BlockingContender;
use crate::faults::ledger::{CALLERS, Call, Ending, Ledger};

/// Starts them; they call until the process ends.
pub(in crate::faults) fn in_threads<C: BlockingContender>(url: &str, ledger: &Arc<Ledger>) {
    for caller in 0..CALLERS {
        let (contender, ledger) = (C::new(url), Arc::clone(ledger));
        spawn(move || run(caller, contender, &ledger));
    }
}

fn run<C: BlockingContender>(caller: usize, mut contender: C, ledger: &Ledger) {
    // Not all in the same millisecond.
    sleep(PAUSE * u32::try_from(caller).unwrap_or_default() / 16);
    for round in 0.. {
        let id = id(caller, round);
        let begun = ledger.begin(caller, id);
        let call = || catch_unwind(AssertUnwindSafe(|| contender.call(id)));
        let (result, body) = watched(call);
        ledger.end(
            caller,
            Call {
                id,
                begun,
                took: begun.elapsed(),
                body,
                ending: result.map_or(Ending::Panic, |result| ending(id, result)),
            },
        );
        sleep(PAUSE);
    }
}
