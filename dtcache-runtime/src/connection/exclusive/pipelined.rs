//! Several commands in one round trip, each with an outcome of its own.

use std::time::{Duration, Instant};

use super::connection::Exclusive;
use super::pool::ExclusivePool;
use crate::connection::Reply;
use crate::connection::classify::is_reply;
use crate::connection::verdict::Verdict;
use crate::error::{Error, ErrorKind};

impl ExclusivePool {
    /// Sends the `count` commands that `pack` packs once there is a connection, and reads a reply to
    /// each. An error reply is the outcome of its own command and of no other; a connection that is
    /// lost, that of all whose replies had not come.
    pub(crate) fn send_all(
        &self,
        operation: &'static str,
        count: usize,
        pack: impl Fn() -> Vec<u8>,
        read: impl Fn(Reply) -> Result<(), Error>,
    ) -> Vec<Result<(), Error>> {
        let connector = self.connector();
        let at = |error: Error| error.at(&connector.address);
        let failed = |error| vec![Err(at(error)); count];
        let mut is_first = true;
        loop {
            let mut loan = match self.loan() {
                Ok(loan) => loan,
                Err(error) => return failed(error),
            };
            let is_reused = loan.connection.is_some();
            let connection = match loan.connection() {
                Ok(connection) => connection,
                Err(error) => return failed(error),
            };
            let within = connector.socket_timeout;
            let verdicts = exchange(connection, operation, &pack(), count, within, &read);
            if !verdicts.iter().all(|verdict| verdict.keep) {
                loan.connection = None;
                // Its siblings are suspect.
                self.close_idle();
            }
            if !(is_first && is_reused && verdicts.first().is_some_and(Verdict::is_closed)) {
                let results = verdicts
                    .into_iter()
                    .map(|verdict| verdict.result.map_err(at));
                return filled(results.collect(), count);
            }
            is_first = false;
        }
    }
}

/// The verdicts, up to the one after which the connection is out of step.
fn exchange(
    connection: &mut Exclusive,
    operation: &'static str,
    packed: &[u8],
    count: usize,
    within: Duration,
    read: &impl Fn(Reply) -> Result<(), Error>,
) -> Vec<Verdict<()>> {
    if let Err(error) = connection.send(packed) {
        return vec![Verdict::of(operation, Err(error.into()), read)];
    }
    let deadline = Instant::now() + within;
    let mut verdicts = Vec::with_capacity(count);
    while verdicts.len() < count {
        if Instant::now() > deadline {
            verdicts.push(late(operation));
            break;
        }
        let reply = connection.reply();
        let is_in_step = reply.as_ref().err().is_none_or(is_reply);
        let verdict = Verdict::of(operation, reply, read);
        let is_stray = matches!(&verdict.result, Err(error) if error.kind() == ErrorKind::Protocol);
        verdicts.push(verdict);
        if is_stray || !is_in_step {
            break;
        }
    }
    verdicts
}

fn late(operation: &'static str) -> Verdict<()> {
    let error = Error::new(ErrorKind::Timeout, operation, "no answer in time");
    Verdict {
        result: Err(error),
        keep: false,
    }
}

/// What ended the exchange is the outcome of the rest as well.
fn filled(mut results: Vec<Result<(), Error>>, count: usize) -> Vec<Result<(), Error>> {
    if let Some(last) = results.last().cloned() {
        results.resize(count, last);
    }
    results
}
