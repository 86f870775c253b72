//! Opening a connection on a thread of its own.
//!
//! Nothing bounds the system's name resolution, and a handshake may take longer than a caller has. A
//! caller waits as long as its turn is and goes; the connection is there for the next one.

use std::io;
use std::sync::Arc;
use std::thread::Builder;

use super::pool::Shared;

/// Starts a thread that opens one for the pool.
pub(super) fn start(pool: &Arc<Shared>, generation: u64) -> io::Result<()> {
    let pool = Arc::clone(pool);
    let thread = Builder::new().name("dtcache-connect".to_owned());
    let open = move || {
        let within = pool.connector.connect_timeout;
        let opened = pool.connector.open_exclusive(within, pool.max_reply);
        pool.opened(opened, generation);
    };
    thread.spawn(open).map(drop)
}
