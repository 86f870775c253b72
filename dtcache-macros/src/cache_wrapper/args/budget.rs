//! `budget = "50ms"` or `budget = EXPR`: how long the cache may take of a call's time.

use super::argument::{Argument, advice};
use super::time::{Time, Words};
use syn::Ident;
use syn::parse::ParseStream;

/// How long the cache may take of a call's time.
pub(crate) struct Budget(pub(crate) Time);

impl Argument for Budget {
    const USAGE: &'static str = "\"50ms\"` or `budget = Duration::from_millis(50)";

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let words = Words {
            unit: "a budget has a unit",
            zero: Some("in no time the cache can do nothing"),
        };
        Time::read(input, &words, |problem| advice::<Self>(name, problem)).map(Self)
    }
}
