//! Listens for the ends of leases on which somebody waits.

use std::sync::Arc;
use std::time::Duration;

use redis::RedisResult;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::backoff::Pauses;
use super::either::{Either, either};
use crate::connection::{Push, Subscribed};
use crate::store::redis::lease::channels::Changes;
use crate::store::redis::lease::{Shared, TIME};

/// After so long a silence the server is asked for a sign of life, and a question that is not answered
/// for so long ends the connection.
const SILENCE: Duration = TIME;

pub(super) async fn listen(shared: Arc<Shared>) {
    let mut pauses = Pauses::new();
    loop {
        shared.is_watched().await;
        let is_renewed = match shared.connector.open_subscribed().await {
            Ok(connection) => {
                let mut hearing = Hearing::new(&shared, connection);
                let is_renewed = hearing.go_on().await;
                if hearing.has_heard {
                    pauses = Pauses::new();
                }
                is_renewed
            }
            Err(_) => false,
        };
        if let Some(mut state) = shared.state() {
            state.channels.lost();
        }
        if !is_renewed {
            sleep(pauses.next()).await;
        }
    }
}

/// One connection, as long as it lasts.
struct Hearing<'s> {
    shared: &'s Shared,
    connection: Subscribed,
    generation: u64,
    has_heard: bool,
    /// When the server said something last.
    heard: Instant,
    /// Since when it owes an answer.
    asked: Option<Instant>,
}

impl<'s> Hearing<'s> {
    fn new(shared: &'s Shared, connection: Subscribed) -> Self {
        Self {
            shared,
            connection,
            generation: shared.generation(),
            has_heard: false,
            heard: Instant::now(),
            asked: None,
        }
    }

    /// Until the connection is lost, or others are to be opened: which of both.
    async fn go_on(&mut self) -> bool {
        while let Some(changes) = self.shared.changes(self.generation) {
            let told = match packed(&changes) {
                Some(packed) => self.say(&packed).await,
                None => true,
            };
            if !told || !self.hear().await {
                return false;
            }
        }
        true
    }

    /// Waits for the next thing that is said, or for something to say. Says whether the connection is
    /// still good.
    async fn hear(&mut self) -> bool {
        let deadline = match self.asked {
            Some(asked) => Some(asked + SILENCE),
            None => self.shared.is_hearing().then_some(self.heard + SILENCE),
        };
        let woken = self.shared.to_hear.notified();
        let next = either(self.connection.next(), woken);
        let came = match deadline {
            Some(deadline) => timeout_at(deadline, next).await.ok(),
            None => Some(next.await),
        };
        match came {
            Some(Either::First(push)) => self.take(push),
            Some(Either::Second(())) => true,
            None if self.asked.is_some() => false,
            None => self.say(&redis::cmd("PING").get_packed_command()).await,
        }
    }

    fn take(&mut self, push: RedisResult<Push>) -> bool {
        let Ok(push) = push else {
            return false;
        };
        self.heard = Instant::now();
        self.asked = None;
        let name = match &push {
            Push::Subscribed(name) | Push::Message(name) => std::str::from_utf8(name).ok(),
            // Who may not listen is not told, and looks from time to time.
            Push::Refused(_) | Push::Other => None,
        };
        if let (Some(name), Some(mut state)) = (name, self.shared.state()) {
            match push {
                Push::Subscribed(_) => {
                    state.channels.heard(name);
                    self.has_heard = true;
                }
                _ => state.channels.told(name),
            }
        }
        true
    }

    async fn say(&mut self, packed: &[u8]) -> bool {
        self.asked = self.asked.or_else(|| Some(Instant::now()));
        let said = timeout(SILENCE, self.connection.say(packed)).await;
        matches!(said, Ok(Ok(())))
    }
}

/// A command for each channel: where one is refused, the others are heard.
fn packed(changes: &Changes) -> Option<Vec<u8>> {
    let mut packed = Vec::new();
    let commands = [
        ("SUBSCRIBE", &changes.subscribe),
        ("UNSUBSCRIBE", &changes.unsubscribe),
    ];
    for (command, names) in commands {
        for name in names {
            redis::cmd(command)
                .arg(&**name)
                .write_packed_command(&mut packed);
        }
    }
    (!packed.is_empty()).then_some(packed)
}

impl Shared {
    async fn is_watched(&self) {
        while !self.is_hearing() {
            self.to_hear.notified().await;
        }
    }

    /// Whether there is anything to listen for.
    fn is_hearing(&self) -> bool {
        self.state().is_some_and(|state| !state.channels.is_empty())
    }

    /// What the server is to be told; `None` on a connection that is not to be used again.
    fn changes(&self, generation: u64) -> Option<Changes> {
        let mut state = self.state()?;
        (state.generation == generation).then(|| state.channels.take_changes())
    }

    fn generation(&self) -> u64 {
        self.state().map_or(0, |state| state.generation)
    }
}
