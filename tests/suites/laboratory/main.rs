//! Every fault of the laboratory does what its name says, and ends when it is ended. No cache is in
//! this: these are sockets and the clients of redis-rs.

mod ends;
mod open;
mod pace;
mod peer;
mod replies;
mod server;
mod silence;
