//! Names that are keywords elsewhere.

use dtcache::cache_wrapper;

/// A kind.
#[cache_wrapper(namespace = "raw_identifiers", positional = [r#match], key("kind" = r#type))]
#[must_use]
pub fn r#fn(r#type: &str, r#match: u8, r#loop: u8) -> String {
    format!("{type}{match}{loop}")
}

/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [String; 3] {
    [r#fn("a", 1, 1), r#fn("a", 1, 1), r#fn("a", 2, 1)]
}
