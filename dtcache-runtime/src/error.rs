//! What can go wrong, in the field's words, without a secret or a cached value in it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// An error of dtcache: which operation failed, why, and at which address.
///
/// Cached calls never return it: they run the body instead and leave an event. It comes back
/// from what asks the cache itself: [`RedisInstance::new`](crate::RedisInstance::new), lending,
/// [`ping`](crate::RedisInstance::ping), [`delete`](crate::RedisInstance::delete), an
/// [`Entry`](crate::Entry).
///
/// Neither `Display` nor `Debug` shows a password, an argument, a cached value, or the free text
/// of a server's error reply (some servers echo the command back in it).
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{ErrorKind, RedisConfig, RedisInstance};
///
/// let error = RedisInstance::new(RedisConfig::new().port(0)).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Config);
/// assert!(error.to_string().contains("port"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    kind: ErrorKind,
    operation: &'static str,
    detail: Cow<'static, str>,
    address: Option<Arc<str>>,
    /// Whether every call would meet it, also where the class does not say so.
    is_for_everybody: bool,
}

/// The class of an [`Error`], also the field `class` of an event.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// assert_eq!(dtcache::ErrorKind::OutOfMemory.as_str(), "out of memory");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting is wrong; the message names it.
    Config,
    /// A global instance is installed already.
    Installed,
    /// No global instance is installed, and none was named: an [`Entry`](crate::Entry) has nobody
    /// to ask.
    NotInstalled,
    /// The embedded store has no such thing: a connection, a client.
    Unsupported,
    /// An async call outside of a Tokio runtime that has both IO and time enabled.
    NoRuntime,
    /// Nobody listens at the address, or its name does not resolve.
    Refused,
    /// No answer within the time allowed.
    Timeout,
    /// The connection was lost.
    Closed,
    /// Every connection is in use, too many background writes wait, or the server turned the request
    /// away for now.
    Busy,
    /// The server is loading its data, or has lost its master.
    Loading,
    /// The server takes no writes.
    ReadOnly,
    /// The server has no memory left for a write.
    OutOfMemory,
    /// The server refused the credentials, or the user may not do this.
    Auth,
    /// The TLS handshake failed.
    Tls,
    /// The peer does not speak the Redis protocol, or answers something unexpected.
    Protocol,
    /// Any other error reply of the server.
    Server,
    /// The stored bytes are not a zlib stream of JSON.
    Corrupt,
    /// A value is over a limit in size.
    TooLarge,
    /// The key holds another Redis type, or the entry is of another shape than the result.
    TypeMismatch,
    /// An argument or a result cannot be carried by JSON.
    Unencodable,
}

impl ErrorKind {
    /// Every class, each at the place of its number.
    pub(crate) const ALL: [Self; 20] = [
        Self::Config,
        Self::Installed,
        Self::NotInstalled,
        Self::Unsupported,
        Self::NoRuntime,
        Self::Refused,
        Self::Timeout,
        Self::Closed,
        Self::Busy,
        Self::Loading,
        Self::ReadOnly,
        Self::OutOfMemory,
        Self::Auth,
        Self::Tls,
        Self::Protocol,
        Self::Server,
        Self::Corrupt,
        Self::TooLarge,
        Self::TypeMismatch,
        Self::Unencodable,
    ];

    /// Whether it says something of the server, and not of one entry or of one call.
    pub(crate) const fn is_of_the_server(self) -> bool {
        matches!(
            self,
            Self::Refused
                | Self::Timeout
                | Self::Closed
                | Self::Busy
                | Self::Loading
                | Self::ReadOnly
                | Self::OutOfMemory
                | Self::Auth
                | Self::Tls
                | Self::Protocol
                | Self::Server
        )
    }

    /// The class in words, as events print it.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// assert_eq!(dtcache::ErrorKind::TypeMismatch.as_str(), "type mismatch");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Config => "configuration",
            Self::Installed => "already installed",
            Self::NotInstalled => "not installed",
            Self::Unsupported => "unsupported",
            Self::NoRuntime => "no runtime",
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::Closed => "closed",
            Self::Busy => "busy",
            Self::Loading => "loading",
            Self::ReadOnly => "read-only",
            Self::OutOfMemory => "out of memory",
            Self::Auth => "auth",
            Self::Tls => "TLS",
            Self::Protocol => "protocol",
            Self::Server => "server",
            Self::Corrupt => "corrupt",
            Self::TooLarge => "too large",
            Self::TypeMismatch => "type mismatch",
            Self::Unencodable => "unencodable",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        operation: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Parts {
            kind,
            operation,
            detail: detail.into(),
            address: None,
            is_for_everybody: false,
        }))
    }

    /// The same where every call would meet it: it kept a connection from being opened, or the server
    /// says it of itself.
    pub(crate) fn for_everybody(mut self) -> Self {
        self.0.is_for_everybody = true;
        self
    }

    pub(crate) fn is_for_everybody(&self) -> bool {
        self.0.is_for_everybody
    }

    pub(crate) fn at(mut self, address: &Arc<str>) -> Self {
        self.0.address = Some(Arc::clone(address));
        self
    }

    /// The class of the cause.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{ErrorKind, RedisConfig, RedisInstance};
    ///
    /// let embedded = RedisInstance::new(RedisConfig::new().url("memory://")).unwrap();
    /// assert_eq!(embedded.get_redis().unwrap_err().kind(), ErrorKind::Unsupported);
    /// ```
    pub const fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What was being done: `get`, `set`, `delete`, `ping`, `connect`, `configure`, …
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// let error = RedisInstance::new(RedisConfig::new().host("")).unwrap_err();
    /// assert_eq!(error.operation(), "configure");
    /// ```
    pub const fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The server's address without credentials; `None` where no server is concerned.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// let nobody = RedisConfig::new().host("127.0.0.1").port(1).password("secret");
    /// let error = RedisInstance::new(nobody).unwrap().ping().unwrap_err();
    /// assert_eq!(error.address(), Some("redis://127.0.0.1:1/0"));
    /// ```
    pub fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts {
            kind,
            operation,
            detail,
            address,
            ..
        } = &*self.0;
        write!(f, "{operation} failed ({kind}): {detail}")?;
        match address {
            Some(address) => write!(f, " [{address}]"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation)
            .field("detail", &self.0.detail)
            .field("address", &self.0.address)
            .finish()
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::ErrorKind;

    #[test]
    fn every_class_is_at_the_place_of_its_number() {
        for (place, kind) in ErrorKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, place);
        }
        // The last one that is declared.
        assert_eq!(ErrorKind::ALL.last(), Some(&ErrorKind::Unencodable));
    }
}
