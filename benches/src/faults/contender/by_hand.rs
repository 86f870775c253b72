//! What a function with a cache by hand returns where it does not return its result.

use std::fmt;

use redis::RedisError;

#[derive(Debug)]
pub(super) enum Failed {
    Redis(RedisError),
    Json(serde_json::Error),
}

impl Failed {
    /// Whether another connection is needed.
    pub(super) fn ends_connection(&self) -> bool {
        matches!(self, Self::Redis(error) if error.is_unrecoverable_error())
    }
}

impl From<RedisError> for Failed {
    fn from(error: RedisError) -> Self {
        Self::Redis(error)
    }
}

impl From<serde_json::Error> for Failed {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redis(error) => error.fmt(f),
            Self::Json(error) => error.fmt(f),
        }
    }
}
