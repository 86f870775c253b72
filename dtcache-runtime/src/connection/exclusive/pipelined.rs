//! Several commands in one round trip, each with an outcome of its own.

use redis::Cmd;

use super::connection::Exclusive;
use super::pool::ExclusivePool;
use crate::connection::Reply;
use crate::connection::classify::is_reply;
use crate::connection::pair::Replies;
use crate::connection::verdict::Verdict;
use crate::error::{Error, ErrorKind};
use crate::turn::Turn;

impl ExclusivePool {
    /// Sends two commands in one trip, of which the first may be one that this user may not give.
    pub(crate) fn send_both<T>(
        &self,
        operation: &'static str,
        [ahead, command]: [&Cmd; 2],
        turn: Turn,
        read: impl Fn(Replies) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let ask = |connection: &mut Exclusive, turn| connection.ask_both(ahead, command, turn);
        self.send_by(operation, turn, ask, read)
    }

    /// Sends the `count` commands that `pack` packs once there is a connection, and reads a reply to
    /// each. An error reply is the outcome of its own command and of no other; a connection that is
    /// lost, that of all whose replies had not come.
    pub(crate) fn send_all(
        &self,
        operation: &'static str,
        count: usize,
        turn: Turn,
        pack: impl Fn() -> Vec<u8>,
        read: impl Fn(Reply) -> Result<(), Error>,
    ) -> Vec<Result<(), Error>> {
        let connector = self.connector();
        let at = |error: Error| error.at(&connector.address);
        let failed = |error| vec![Err(at(error)); count];
        let (mut is_first, mut turn) = (true, turn);
        loop {
            let mut loan = match self.loan(turn) {
                Ok(loan) => loan,
                Err(error) => return failed(error),
            };
            let exchanged = loan.ask(|connection, turn| {
                Ok(exchange(connection, operation, &pack(), count, turn, &read))
            });
            let verdicts = match exchanged {
                Ok(verdicts) => verdicts,
                Err(error) => vec![Verdict::of(operation, Err(error), &read)],
            };
            if !verdicts.iter().all(|verdict| verdict.keep) {
                loan.discard();
                // Its siblings are suspect.
                self.close_idle();
            }
            if !(is_first && loan.is_reused && verdicts.first().is_some_and(Verdict::is_closed)) {
                let results = verdicts
                    .into_iter()
                    .map(|verdict| verdict.result.map_err(at));
                return filled(results.collect(), count);
            }
            (is_first, turn) = (false, turn.rest());
        }
    }
}

/// The verdicts, up to the one after which the connection is out of step.
fn exchange(
    connection: &mut Exclusive,
    operation: &'static str,
    packed: &[u8],
    count: usize,
    turn: Turn,
    read: &impl Fn(Reply) -> Result<(), Error>,
) -> Vec<Verdict<()>> {
    if let Err(error) = connection.send(packed, turn) {
        return vec![Verdict::of(operation, Err(error.into()), read)];
    }
    let mut verdicts = Vec::with_capacity(count);
    while verdicts.len() < count {
        let reply = connection.reply(turn);
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

/// What ended the exchange is the outcome of the rest as well.
fn filled(mut results: Vec<Result<(), Error>>, count: usize) -> Vec<Result<(), Error>> {
    if let Some(last) = results.last().cloned() {
        results.resize(count, last);
    }
    results
}
