//! `body_timeout = "2s"` or `body_timeout = EXPR`: how long the body may take before a stale value
//! goes before it.

use super::argument::{Argument, advice};
use super::time::{Time, Words};
use syn::Ident;
use syn::parse::ParseStream;

/// How long the body may take while there is a stale value.
pub(crate) struct BodyTimeout(pub(crate) Time);

impl Argument for BodyTimeout {
    const USAGE: &'static str = "\"2s\"` or `body_timeout = Duration::from_secs(2)";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let words = Words {
            unit: "a time-out has a unit",
            zero: Some("in no time the body can do nothing"),
        };
        Time::read(input, &words, |problem| advice::<Self>(name, problem)).map(Self)
    }
}
