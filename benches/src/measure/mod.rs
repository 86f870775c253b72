//! The measurements. Each runs in a process of its own and returns plain data.

mod cold_start;
mod embedded;
mod group;
mod memory;
mod network;
mod rounds;
mod stage;
mod stored;

pub use cold_start::{cold_start, first_hit};
pub use embedded::embedded;
pub use group::{Group, Row, Unit, What};
pub use memory::{growth, memory};
pub use network::network_away;
pub use rounds::{hit_latency, hit_throughput, misses};
pub use stored::{Stored, stored};
