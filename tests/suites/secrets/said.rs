//! All that a user got to see.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write as _};

use dtcache::{Error, ErrorKind, RedisInstance};

/// What was printed, and which classes of errors were met.
#[derive(Default)]
pub(crate) struct Said {
    text: String,
    kinds: Vec<ErrorKind>,
}

impl Said {
    /// Prints it in both ways.
    pub(crate) fn show(&mut self, shown: &(impl Debug + ?Sized)) {
        let _ = writeln!(self.text, "{shown:?} {shown:#?}");
    }

    pub(crate) fn error(&mut self, error: &Error) {
        self.show(error);
        let (kind, address) = (error.kind(), error.address());
        let _ = writeln!(self.text, "{error} {kind} {address:?}");
        // As a program passes it on.
        let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error.clone());
        let _ = writeln!(self.text, "{boxed} {boxed:?} {:?}", boxed.source());
        self.kinds.push(kind);
    }

    /// The error, where there is one.
    pub(crate) fn maybe<T>(&mut self, result: Result<T, Error>) {
        if let Err(error) = result {
            self.error(&error);
        }
    }

    #[track_caller]
    pub(crate) fn fails<T>(&mut self, result: Result<T, Error>) {
        self.error(&result.err().expect("an error"));
    }

    /// An instance that was used, with what it tells of that.
    pub(crate) fn instance(&mut self, redis: &RedisInstance) {
        self.show(redis);
        self.show(&redis.status());
        let stats = redis.stats();
        self.show(&stats);
        self.kinds.extend(stats.failures().map(|(kind, _)| kind));
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The names of the classes.
    pub(crate) fn classes(&self) -> BTreeSet<String> {
        let names = self.kinds.iter().map(|kind| format!("{kind:?}"));
        names.collect()
    }
}
