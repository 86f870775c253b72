//! `?`, with an error that converts.
use dtcache::cache_wrapper;
use std::num::ParseIntError;
/// What went wrong.
#[derive(Debug)]
#[allow(dead_code, reason = "what is in there is for people")]
pub enum Wrong {
    /// It is no number.
    Number(ParseIntError),
    /// It is zero.
    Zero,
}
impl From<ParseIntError> for Wrong {
    fn from(error: ParseIntError) -> Self {
        Self::Number(error)
    }
}
/// A number that is not zero.
///
/// # Errors
///
/// If it is none.
pub fn number(text: &str) -> Result<u32, Wrong> {
    let __dtcache = ::dtcache::__private::cache_function("question_mark")
        .arg("text", &text);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<Result<u32, Wrong>>::new().dtcache_outcome()
            },
            || -> Result<u32, Wrong> {
                let number = text.parse()?;
                if number == 0 {
                    return Err(Wrong::Zero);
                }
                Ok(number)
            },
        )
}
/// A call, the same again, and another.
#[must_use]
pub fn calls() -> [Option<u32>; 3] {
    ["1", "1", "2"].map(|text| number(text).ok())
}
