//! Waiting for something that another process or thread does.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long anything on this machine may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Looks again and again until `look` finds something.
///
/// Panics with `what` when nothing is found in [`PATIENCE`].
#[track_caller]
pub fn for_some<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            Instant::now() < end,
            "waited {PATIENCE:?} in vain for {what}"
        );
        sleep(Duration::from_millis(2));
    }
}

/// Looks again and again until `holds` says yes.
///
/// Panics with `what` when it does not in [`PATIENCE`].
#[track_caller]
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for_some(what, || holds().then_some(()));
}
