//! Pages that teach. They exist in the documentation only, and their code runs as its tests.

#[doc = include_str!("../docs/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("../docs/from-python.md")]
pub mod from_python {}
