//! The `tracing` events of a piece of code, as values to assert on.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};

/// One event, with its fields as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// How grave it is.
    pub level: Level,
    /// The target it was sent to, `dtcache` for ours.
    pub target: String,
    /// All fields, `message` among them.
    pub fields: BTreeMap<String, String>,
}

impl Event {
    /// The text of a field; empty if the event has none of that name.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// Runs `code` and returns what it returned with the events of target `dtcache` it sent.
///
/// Only events of the calling thread are seen: poll futures on it, by a current-thread runtime.
pub fn collect<T>(code: impl FnOnce() -> T) -> (T, Vec<Event>) {
    let log = Log::default();
    let result = tracing::subscriber::with_default(log.clone(), code);
    let mut events = log.take();
    events.retain(|event| event.target == "dtcache");
    (result, events)
}

/// The same, without the events under WARN: hits, misses and the like.
pub fn warnings<T>(code: impl FnOnce() -> T) -> (T, Vec<Event>) {
    let (result, mut events) = collect(code);
    // tracing's levels are ordered by how much they let through, so ERROR is the least.
    events.retain(|event| event.level <= Level::WARN);
    (result, events)
}

/// A subscriber that keeps the events it is sent.
#[derive(Clone)]
pub struct Log {
    events: Arc<Mutex<Vec<Event>>>,
    keeps: fn(&Event) -> bool,
}

impl Default for Log {
    /// Keeps every event.
    fn default() -> Self {
        Self::keeping(|_| true)
    }
}

impl Log {
    /// Keeps some events, where all would be too many.
    pub fn keeping(keeps: fn(&Event) -> bool) -> Self {
        Self {
            events: Arc::default(),
            keeps,
        }
    }

    /// The events so far; the log is empty after it.
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.events())
    }

    /// How many of the events so far are of this kind.
    pub fn count(&self, kind: impl Fn(&Event) -> bool) -> usize {
        self.events().iter().filter(|event| kind(event)).count()
    }

    fn events(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let event = Event {
            level: *event.metadata().level(),
            target: event.metadata().target().to_owned(),
            fields: fields.0,
        };
        if (self.keeps)(&event) {
            self.events().push(event);
        }
    }

    // Spans are of no interest, but a subscriber must number them.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}
