//! Connections that are not what they were: out of step, cut, stopped, read-only, or left in a
//! state by a borrower; and what a cached call does with code of the user's that panics or counts.

mod arguments;
mod cut;
mod lent;
mod panics;
mod promises;
mod replica;
mod replies;
mod reset;
mod round_trips;
mod stopped;
mod world;
