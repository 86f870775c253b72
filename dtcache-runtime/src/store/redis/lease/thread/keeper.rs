//! Renews leases, and releases those that were given up.

use std::sync::Arc;
use std::time::Instant;

use redis::Cmd;
use tokio::task::JoinSet;
use tokio::time::timeout_at;

use crate::connection::SharedConnection;
use crate::error::Error;
use crate::store::redis::lease::table::{Release, Renewal};
use crate::store::redis::lease::{RENEWAL, Shared, script};
use crate::turn::Turn;

/// What a reply of bytes may have: none of these commands is answered with any.
const MAX_REPLY: usize = 0;

/// What there is to do.
#[derive(Default)]
struct Work {
    renewals: Vec<Renewal>,
    releases: Vec<Release>,
    /// When there is more.
    next: Option<Instant>,
    generation: u64,
}

/// What has become of it.
enum Done {
    Renewed(u64, Result<bool, Error>),
    Released,
}

pub(super) async fn keep(shared: Arc<Shared>) {
    let connection = Arc::new(SharedConnection::new(shared.connector.clone(), MAX_REPLY));
    let mut generation = 0;
    loop {
        let work = shared.work();
        if generation != work.generation {
            generation = work.generation;
            connection.reset();
        }
        if work.is_empty() {
            let woken = shared.to_keep.notified();
            match work.next {
                // Either is a reason to look.
                Some(next) => drop(timeout_at(next.into(), woken).await),
                None => woken.await,
            }
            continue;
        }
        // Together, so that what goes out together is answered together.
        let mut jobs = JoinSet::new();
        for Renewal { id, lock, token } in work.renewals {
            let done = ask(&connection, script::renew(&lock, &token));
            jobs.spawn(async move { Done::Renewed(id, done.await) });
        }
        for Release { lock, token } in work.releases {
            let done = ask(&connection, script::release(&lock, &token));
            // Where it comes to nothing, the lease has its end nevertheless.
            jobs.spawn(async move {
                let _ = done.await;
                Done::Released
            });
        }
        while let Some(done) = jobs.join_next().await {
            shared.is_done(&done.unwrap_or(Done::Released));
        }
    }
}

fn ask(
    connection: &Arc<SharedConnection>,
    command: Cmd,
) -> impl Future<Output = Result<bool, Error>> + use<> {
    let connection = Arc::clone(connection);
    async move {
        let read = |reply| script::stood("lease", &reply);
        // Later it is of no use.
        let turn = Turn::of(RENEWAL);
        connection.send("lease", &command, turn, read).await
    }
}

impl Work {
    fn is_empty(&self) -> bool {
        self.renewals.is_empty() && self.releases.is_empty()
    }
}

impl Shared {
    fn work(&self) -> Work {
        let Some(mut state) = self.state() else {
            return Work::default();
        };
        Work {
            renewals: state.leases.take_due(Instant::now()),
            releases: state.leases.take_released(),
            next: state.leases.next_due(),
            generation: state.generation,
        }
    }

    fn is_done(&self, done: &Done) {
        let Some(mut state) = self.state() else {
            return;
        };
        match done {
            // It was deleted, or its time was over. Who has it is told when the entry is to be stored.
            Done::Renewed(id, Ok(false)) => state.leases.forget(*id),
            Done::Renewed(..) => {}
            Done::Released => state.leases.release_is_over(),
        }
        if state.is_closed && state.leases.is_empty() {
            drop(state);
            self.to_end.notify_one();
        }
    }
}
