//! The programs of this package; each says in its first lines how to run it.
//!
//! | program | shows |
//! |---|---|
//! | `quickstart` | the attribute on a sync and an async function, over the text of a folder |
//! | `python_interop` | entries that Python writes and Rust reads, and the other way |
//!
//! `axum_service`, a JSON API over `SQLite`, is a package of its own, so that these two do not
//! compile what it needs.
