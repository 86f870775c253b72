//! A cache that cannot serve: the body's result is returned all the same, in time, after one run of
//! the body, with one event, and nothing ever panics.

mod calls;
mod entries;
mod executors;
mod faults;
mod recovery;
