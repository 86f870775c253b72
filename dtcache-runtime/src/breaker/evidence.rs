//! What the outcome of one operation says about the server.

use crate::error::{Error, ErrorKind};

/// What is learned from one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// The server is there, whatever it said.
    Answered,
    /// It may be gone: one says little, several in a row say enough.
    Failed,
    /// Nobody needs to ask again.
    Down,
    /// It was not about the server.
    Nothing,
}

impl Evidence {
    pub(super) fn of(error: Option<&Error>) -> Self {
        use ErrorKind as Kind;
        let Some(error) = error else {
            return Self::Answered;
        };
        match error.kind() {
            Kind::Refused | Kind::Loading | Kind::Tls => Self::Down,
            Kind::Auth if error.is_for_everybody() => Self::Down,
            // A queue of ours that is full.
            Kind::Busy if !error.is_for_everybody() => Self::Nothing,
            Kind::Busy
            | Kind::Timeout
            | Kind::Closed
            | Kind::Protocol
            | Kind::Server
            | Kind::Auth => Self::Failed,
            Kind::ReadOnly
            | Kind::OutOfMemory
            | Kind::Corrupt
            | Kind::TooLarge
            | Kind::TypeMismatch => Self::Answered,
            Kind::Config
            | Kind::Installed
            | Kind::NotInstalled
            | Kind::Unsupported
            | Kind::NoRuntime
            | Kind::Unencodable => Self::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_that_is_full_is_not_the_servers_fault() {
        let busy = Error::new(ErrorKind::Busy, "get", "all connections are in use");
        assert_eq!(Evidence::of(Some(&busy)), Evidence::Nothing);
        let turned_away = busy.for_everybody();
        assert_eq!(Evidence::of(Some(&turned_away)), Evidence::Failed);
    }

    #[test]
    fn a_bad_entry_says_that_the_server_is_there() {
        for kind in [
            ErrorKind::Corrupt,
            ErrorKind::TypeMismatch,
            ErrorKind::TooLarge,
        ] {
            let error = Error::new(kind, "get", "");
            assert_eq!(Evidence::of(Some(&error)), Evidence::Answered);
        }
    }
}
