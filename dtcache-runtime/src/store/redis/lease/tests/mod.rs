//! Leases on a real server, for threads and for tasks.

mod lost;
mod memory;
mod server;
mod settled;
mod threads;
mod told;
mod world;
