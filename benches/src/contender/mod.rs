//! Who is measured: in each world a folder, in each folder a contender a file.

pub mod asynchronous;
pub mod blocking;
mod handmade;
mod instance;
pub mod python;

use std::time::Duration;

/// How long everybody keeps entries.
const EXPIRE: Duration = Duration::from_hours(1);
