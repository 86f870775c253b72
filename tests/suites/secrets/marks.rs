//! The secrets, and where they must not be.

/// What every secret begins with.
const MARK: &str = "Marked";

/// With characters that a URL has to encode.
pub(crate) const PASSWORD: &str = "MarkedPa55/@:%#word";
pub(crate) const ENCODED: &str = "MarkedPa55%2F%40%3A%25%23word";

pub(crate) const ARGUMENT: &str = "MarkedArgument";

pub(crate) const VALUE: &str = "MarkedValue";

#[track_caller]
pub(crate) fn are_not_in(text: &str) {
    if let Some(around) = find(text) {
        panic!("a secret is in {around:?}");
    }
}

/// What is around a mark: as text, as the bytes that `Debug` prints, or in hexadecimal.
fn find(text: &str) -> Option<String> {
    let numbers: Vec<_> = MARK.bytes().map(|byte| byte.to_string()).collect();
    let digits: Vec<_> = MARK.bytes().map(|byte| format!("{byte:02x}")).collect();
    let text = text.to_lowercase();
    let marks = [MARK.to_lowercase(), numbers.join(", "), digits.concat()];
    let at = marks.iter().find_map(|mark| text.find(mark))?;
    let around = text.get(at.saturating_sub(500)..at + 100);
    Some(around.unwrap_or(&text).to_owned())
}

#[test]
fn a_mark_is_found_however_it_is_written() {
    for text in [
        format!("say {VALUE}"),
        ENCODED.to_uppercase(),
        format!("{:?}", ARGUMENT.as_bytes()),
        "4D61726B6564".to_owned(),
    ] {
        assert!(find(&text).is_some(), "{text}");
    }
    assert_eq!(find("nothing"), None);
}
