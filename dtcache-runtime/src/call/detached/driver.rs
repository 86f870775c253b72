//! Has a body run in the call, or behind it where a stale value can be served.

use std::borrow::Cow;
use std::pin::pin;
use std::sync::Arc;
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tracing::instrument::WithSubscriber as _;

use crate::call::asynchronous::driver::{lease, load, look_up, store};
use crate::call::made::{Run, Terms};
use crate::call::outcome::Outcome;
use crate::call::step::{Lookup, Miss, Ready, Spare};
use crate::flight::Begun;
use crate::scope::Mode;

pub(super) async fn drive<O, F>(ready: Option<Ready<'_>>, outcome: O, body: F) -> O::Return
where
    O: Outcome + Send + 'static,
    O::Stored: Send + 'static,
    F: Future<Output = O::Return> + Send + 'static,
{
    let Some(call) = ready else {
        return body.await;
    };
    let mut miss = match look_up(&call).await {
        Lookup::Hit(value) => return O::join(value),
        Lookup::Miss(miss) => miss,
    };
    if miss.spare == Spare::Stale
        && call.mode != Some(Mode::ReadOnly)
        && let Ok(runtime) = Handle::try_current()
        && let Some(behind) = call.behind()
        && let Some(value) = call.spared(&miss)
    {
        if let Behind::Place(place) = behind {
            // Until it has gone well, and so that nobody takes a second place for it.
            call.rests();
            let task = refresh(call.into_owned(), miss, outcome, body, place);
            runtime.spawn(task.with_current_subscriber());
        }
        return O::join(value);
    }
    load(&call, &mut miss, outcome, pin!(body)).await
}

/// How a body may run behind its call.
enum Behind {
    /// Somebody else runs one.
    UnderWay,
    Place(OwnedSemaphorePermit),
}

impl Ready<'_> {
    /// `None` where there are too many.
    fn behind(&self) -> Option<Behind> {
        let rests = self.instance.retries().rests(&self.key, Instant::now());
        if rests || self.instance.flights().is_under_way(&self.key) {
            return Some(Behind::UnderWay);
        }
        let places = Arc::clone(self.instance.refreshes());
        places.try_acquire_owned().ok().map(Behind::Place)
    }

    fn into_owned(self) -> Ready<'static> {
        Ready {
            namespace: Cow::Owned(self.namespace.into_owned()),
            ..self
        }
    }
}

/// The body, behind the call.
async fn refresh<O, F>(
    call: Ready<'static>,
    mut miss: Miss,
    outcome: O,
    body: F,
    _place: OwnedSemaphorePermit,
) where
    O: Outcome,
    F: Future<Output = O::Return>,
{
    let Begun::Load(mut load) = call.begin_unless(&miss) else {
        return;
    };
    // Until it has gone well: an `Err`, a panic or the end of the runtime have it left alone.
    call.rests();
    let (terms, lease) = if call.leases(&miss) {
        match lease::<O::Stored>(&call, &mut miss, &mut load).await {
            Ok(leased @ (Terms::Leased, _)) => leased,
            // Somebody else's result is there, or is going to be, or nothing can be stored.
            _ => return,
        }
    } else {
        (Terms::Free, None)
    };
    let began = call.begins(terms, &miss);
    let Ok(value) = O::split(load.led_async(pin!(body)).await) else {
        return;
    };
    let mut run = Run::ended(began, terms, &miss);
    if let Some(write) = call.write(&outcome, &value, &mut run, &miss, &mut load) {
        store(&call, write, lease, run.turn, &mut load).await;
    }
}
