//! How many lines a program would have in its log: events and records of INFO and above.

use std::sync::atomic::{AtomicU64, Ordering};

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

static LINES: AtomicU64 = AtomicU64::new(0);

/// Counts from here on, whatever of this process is sent to `tracing` or to `log`.
pub(super) fn count() {
    tracing::subscriber::set_global_default(Counter).expect("no other subscriber");
    log::set_logger(&Counter).expect("no other logger");
    log::set_max_level(log::LevelFilter::Info);
}

/// How many there were.
pub(super) fn counted() -> u64 {
    LINES.load(Ordering::Relaxed)
}

struct Counter;

impl Subscriber for Counter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // tracing's levels are ordered by how much they let through.
        *metadata.level() <= Level::INFO
    }

    fn event(&self, _: &Event<'_>) {
        LINES.fetch_add(1, Ordering::Relaxed);
    }

    // Spans are no lines, but a subscriber must number them.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl log::Log for Counter {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() <= log::Level::Info
    }

    fn log(&self, record: &log::Record<'_>) {
        if log::Log::enabled(self, record.metadata()) {
            LINES.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn flush(&self) {}
}
