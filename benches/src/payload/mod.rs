//! What the cached functions return: three sizes of it.

mod large;
mod medium;
mod small;

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use large::Large;
pub use medium::Medium;
pub use small::Small;

/// The result of a cached function.
pub trait Payload: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// What it is called in keys and tables.
    const SIZE: Size;

    /// The result for an id.
    fn make(id: u64) -> Self;

    /// The JSON of the result for [`HIT`](crate::entrant::HIT), made once.
    fn json() -> &'static [u8];
}

/// One of the three, as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// A struct of two fields, 30 bytes of JSON.
    Small,
    /// A nested struct, 1.2 KB of JSON.
    Medium,
    /// A thousand of the small ones, about 29 KB of JSON.
    Large,
}

impl Size {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

fn json_of(payload: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(payload).expect("the payloads are plain data")
}

#[cfg(test)]
mod tests {
    use super::{Large, Medium, Payload, Small};

    #[test]
    fn the_sizes_are_what_the_tables_say() {
        assert_eq!(Small::json(), br#"{"id":123,"name":"John Doe"}"#);
        assert!(
            (1100..1250).contains(&Medium::json().len()),
            "{}",
            Medium::json().len()
        );
        assert!(
            (28_000..30_000).contains(&Large::json().len()),
            "{}",
            Large::json().len()
        );
    }
}
