//! A server that holds a write back until it is told to go on.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use support::fake::{Answer, FakeServer, Words};
use support::{entry, wait};

/// Answers a command in place of what it usually does.
type Instead = dyn Fn(&Words) -> Option<&'static str> + Send + Sync;

/// A false server with real entries, whose next `SET` can be held.
pub(crate) struct HeldServer {
    server: FakeServer,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    instead: Box<Instead>,
}

#[derive(Default)]
struct State {
    /// Whether the next `SET` is to be held.
    holds_next: bool,
    /// Whether one is held.
    holds: bool,
    entries: BTreeMap<Vec<u8>, Vec<u8>>,
    /// What each key was last written with after its value: the time to live.
    options: BTreeMap<Vec<u8>, Vec<String>>,
}

impl HeldServer {
    /// A server that holds the first `SET`.
    pub(crate) fn start() -> Self {
        Self::answering(|_| None)
    }

    /// The same, which answers some commands otherwise.
    pub(crate) fn answering(
        instead: impl Fn(&Words) -> Option<&'static str> + Send + Sync + 'static,
    ) -> Self {
        let state = State {
            holds_next: true,
            ..State::default()
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
            instead: Box::new(instead),
        });
        let server = FakeServer::start_each({
            let shared = Arc::clone(&shared);
            move |_, words| shared.answer(words)
        });
        Self { server, shared }
    }

    pub(crate) fn port(&self) -> u16 {
        self.server.port()
    }

    /// Waits until a `SET` is held.
    #[track_caller]
    pub(crate) fn is_holding(&self) {
        wait::until("a write to arrive", || self.shared.lock().holds);
    }

    /// Does and answers the one that is held.
    pub(crate) fn release(&self) {
        self.shared.lock().holds = false;
        self.shared.changed.notify_all();
    }

    /// Whether a command of this name came.
    pub(crate) fn saw(&self, name: &str) -> bool {
        self.server.commands().iter().any(|other| other == name)
    }

    /// The JSON under a key.
    pub(crate) fn value(&self, key: &str) -> Option<serde_json::Value> {
        let state = self.shared.lock();
        let entry = state.entries.get(key.as_bytes());
        entry.map(|entry| entry::decode(entry))
    }

    /// The milliseconds that a key was last written with.
    pub(crate) fn px(&self, key: &str) -> Option<u64> {
        let state = self.shared.lock();
        match state.options.get(key.as_bytes())?.as_slice() {
            [px, millis] if px == "PX" => millis.parse().ok(),
            _ => None,
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, words: &Words) -> Answer {
        if let Some(answer) = (self.instead)(words) {
            return Answer::Bytes(answer.into());
        }
        let mut state = self.lock();
        let bytes = match words.as_slice() {
            [name, key, entry, options @ ..] if name == b"SET" => {
                if std::mem::take(&mut state.holds_next) {
                    state.holds = true;
                    let wait = self.changed.wait_while(state, |state| state.holds);
                    state = wait.unwrap_or_else(PoisonError::into_inner);
                }
                let options = options.iter();
                let options = options.map(|word| String::from_utf8_lossy(word).into_owned());
                state.options.insert(key.clone(), options.collect());
                state.entries.insert(key.clone(), entry.clone());
                b"+OK\r\n".to_vec()
            }
            [name, key] if name == b"DEL" => {
                let count = u8::from(state.entries.remove(key).is_some());
                format!(":{count}\r\n").into_bytes()
            }
            [name, key, ..] if name == b"GETRANGE" => {
                let entry = state.entries.get(key).cloned().unwrap_or_default();
                [format!("${}\r\n", entry.len()).as_bytes(), &entry, b"\r\n"].concat()
            }
            _ => b"+OK\r\n".to_vec(),
        };
        Answer::Bytes(bytes)
    }
}

impl Drop for HeldServer {
    fn drop(&mut self) {
        self.release();
    }
}
