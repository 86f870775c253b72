//! What the threads of a proxy share: which fault is on, and which connections are open.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::io::tcp::socket2::SockRef;

use super::connection::Connection;
use super::fault::Fault;
use crate::{port, wait};

/// Four threads each.
const MOST_CONNECTIONS: usize = 128;

pub(super) struct Shared {
    port: u16,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// Kept when it is shut, so that the port stays ours.
    listener: Arc<TcpListener>,
    listens: bool,
    upstream: u16,
    fault: Option<Fault>,
    /// How often the fault was changed.
    time: u64,
    accepted: usize,
    open: HashMap<usize, Arc<Connection>>,
    stopped: bool,
}

impl Shared {
    pub(super) fn new(upstream: u16) -> Self {
        let (port, listener) = wait::for_some("a free port", || {
            let port = port::free();
            Some((port, TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?))
        });
        let state = State {
            listener: Arc::new(listener),
            listens: true,
            upstream,
            fault: None,
            time: 0,
            accepted: 0,
            open: HashMap::new(),
            stopped: false,
        };
        Self {
            port,
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn accepted(&self) -> usize {
        self.state().accepted
    }

    pub(super) fn open(&self) -> usize {
        self.state().open.len()
    }

    pub(super) fn set(&self, fault: Option<Fault>) {
        let mut state = self.state();
        state.fault = fault;
        state.time += 1;
        match fault {
            Some(Fault::Refuse) => state.stop_listening(),
            _ if !state.listens => self.listen_again(&mut state),
            _ => {}
        }
        for connection in state.open.values() {
            if connection.is_half_closed() || matches!(fault, Some(Fault::Refuse | Fault::Close)) {
                connection.close();
            } else {
                connection.begin(fault);
            }
        }
        drop(state);
        self.changed.notify_all();
    }

    pub(super) fn cut(&self) {
        self.state().open.values().for_each(|open| open.close());
        self.changed.notify_all();
    }

    pub(super) fn lead_to(&self, upstream: u16) {
        self.state().upstream = upstream;
        self.cut();
    }

    pub(super) fn stop(&self) {
        let mut state = self.state();
        state.stopped = true;
        state.stop_listening();
        drop(state);
        self.cut();
    }

    pub(super) fn wait_until_nothing_is_open(&self) {
        drop(self.wait_while(|state| !state.open.is_empty()));
    }

    /// Who is to be accepted from, when there is room; `None` when it is over.
    pub(super) fn listener(&self) -> Option<Arc<TcpListener>> {
        let busy = |state: &mut State| !state.listens || state.open.len() >= MOST_CONNECTIONS;
        let state = self.wait_while(|state| !state.stopped && busy(state));
        (!state.stopped).then(|| Arc::clone(&state.listener))
    }

    /// The port to connect a client to who was accepted; `None` when its connection is to end.
    pub(super) fn upstream(&self) -> Option<u16> {
        let mut state = self.state();
        if state.stopped || !state.listens {
            return None;
        }
        state.accepted += 1;
        (state.fault != Some(Fault::Close)).then_some(state.upstream)
    }

    /// Has a connection among those that are open; gives its number.
    pub(super) fn admit(&self, connection: Connection) -> Option<(usize, Arc<Connection>)> {
        let mut state = self.state();
        if state.stopped || matches!(state.fault, Some(Fault::Refuse | Fault::Close)) {
            return None;
        }
        let (number, time) = (state.accepted, state.time);
        let connection = Arc::new(connection.accepted_at(time));
        connection.begin(state.fault);
        state.open.insert(number, Arc::clone(&connection));
        Some((number, connection))
    }

    pub(super) fn remove(&self, number: usize) {
        self.state().open.remove(&number);
        self.changed.notify_all();
    }

    pub(super) fn close(&self, connection: &Connection) {
        // Under the lock, so that nobody misses it between looking and waiting.
        let state = self.state();
        connection.close();
        drop(state);
        self.changed.notify_all();
    }

    pub(super) fn fault(&self) -> Option<Fault> {
        self.state().fault
    }

    /// Whether nothing passes on this connection.
    pub(super) fn holds(&self, connection: &Connection) -> bool {
        self.state().holds(connection)
    }

    /// What is wrong when bytes may pass, which is waited for.
    pub(super) fn passing(&self, connection: &Connection) -> io::Result<Option<Fault>> {
        let state = self.wait_while(|state| !connection.is_closed() && state.holds(connection));
        if connection.is_closed() {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(state.fault)
    }

    /// Waits for the fault to be another, or for the connection to close, for so long at most.
    pub(super) fn pause(&self, connection: &Connection, length: Option<Duration>) {
        let end = length.map(|length| Instant::now() + length);
        let mut state = self.state();
        let time = state.time;
        while state.time == time && !connection.is_closed() {
            let Some(end) = end else {
                state = self.wait(state);
                continue;
            };
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn listen_again(&self, state: &mut State) {
        let listener = wait::for_some("the proxy's port to be free again", || {
            TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).ok()
        });
        state.listener = Arc::new(listener);
        state.listens = true;
    }

    fn wait_while(&self, condition: impl FnMut(&mut State) -> bool) -> MutexGuard<'_, State> {
        let waited = self.changed.wait_while(self.state(), condition);
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let waited = self.changed.wait(state);
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn stop_listening(&mut self) {
        // Ends the wait of who accepts, which dropping would not.
        let _ = SockRef::from(&*self.listener).shutdown(std::net::Shutdown::Both);
        self.listens = false;
    }

    fn holds(&self, connection: &Connection) -> bool {
        match self.fault {
            Some(Fault::BlackHole) => true,
            Some(Fault::BlackHoleForNew) => connection.is_from(self.time),
            _ => false,
        }
    }
}
