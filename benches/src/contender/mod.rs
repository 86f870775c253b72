//! Who is measured: in each world a folder, in each folder a contender a file.

pub mod asynchronous;
pub mod blocking;
pub(crate) mod handmade;
pub(crate) mod instance;
pub mod python;

use std::time::Duration;

/// How long everybody keeps entries.
pub(crate) const EXPIRE: Duration = Duration::from_hours(1);
