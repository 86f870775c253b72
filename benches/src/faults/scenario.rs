//! What breaks: a scenario a row.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A fault, and when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scenario {
    /// Nobody listens when the program starts.
    AbsentAtStart,
    /// When the program starts, connections are accepted and nothing passes.
    BlackHoleAtStart,
    /// The server's process is killed, and started again when the fault ends.
    Killed,
    /// Nothing passes any more, on whatever connection.
    BlackHole,
    /// The server's process is stopped, and continued when the fault ends.
    Stopped,
    /// Each round trip takes 300 ms more.
    Slow,
    /// The server does something else for two seconds.
    Busy,
    /// Connections are reset in the midst of replies.
    Reset,
    /// A bit of each value is turned over on its way.
    Flipped,
    /// The entries that are there are cut in half.
    CutShort,
    /// The server becomes the replica of a master that is away: it takes no writes.
    ReadOnly,
    /// The server has no memory for writes.
    OutOfMemory,
    /// The server was started anew and loads its data.
    Loading,
    /// The server was started anew and wants another password.
    Password,
    /// The server has cut its clients and takes no new ones.
    Full,
}

impl Scenario {
    /// All of them, as they stand in the table.
    pub const ALL: [Self; 15] = [
        Self::AbsentAtStart,
        Self::BlackHoleAtStart,
        Self::Killed,
        Self::BlackHole,
        Self::Stopped,
        Self::Slow,
        Self::Busy,
        Self::Reset,
        Self::Flipped,
        Self::CutShort,
        Self::ReadOnly,
        Self::OutOfMemory,
        Self::Loading,
        Self::Password,
        Self::Full,
    ];

    /// Its name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AbsentAtStart => "no server at start",
            Self::BlackHoleAtStart => "black hole at start",
            Self::Killed => "server killed, then restarted",
            Self::BlackHole => "black hole",
            Self::Stopped => "server stopped, then continued",
            Self::Slow => "300 ms more a round trip",
            Self::Busy => "server busy for 2 s (`DEBUG SLEEP`)",
            Self::Reset => "connections reset mid-reply",
            Self::Flipped => "a bit flipped in each value",
            Self::CutShort => "entries cut in half",
            Self::ReadOnly => "read-only replica",
            Self::OutOfMemory => "server out of memory",
            Self::Loading => "server loading its data",
            Self::Password => "restarted with another password",
            Self::Full => "no more clients taken",
        }
    }

    /// Whether there is no time before it.
    pub const fn is_at_start(self) -> bool {
        matches!(self, Self::AbsentAtStart | Self::BlackHoleAtStart)
    }

    /// How long it lasts: so long that a call which hangs all the while is seen to hang.
    pub const fn length(self) -> Duration {
        match self {
            Self::Busy | Self::CutShort => Duration::from_secs(2),
            _ => Duration::from_secs(6),
        }
    }
}
