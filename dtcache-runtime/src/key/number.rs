//! Numbers that `serde_json` keeps as text, under its `arbitrary_precision`.
//!
//! Any crate may switch that feature on for all. Keys stay the same then.

use super::float;
use super::sink::Sink;

/// The struct, and its only field, by which such a number shows itself.
pub(super) const NUMBER: &str = "$serde_json::private::Number";

/// Prints the text of a number as the number it would be without the feature.
pub(super) fn write(out: &mut dyn Sink, text: &str) {
    match text.parse() {
        Ok(value) if is_float(text) && shows_as(value, text) => float::double(out, value),
        // An integer of any length, or more digits than a float has.
        _ => out.put(text),
    }
}

fn is_float(text: &str) -> bool {
    text.contains(['.', 'e', 'E'])
}

/// Whether the text is the one way in which `serde_json` prints the float.
fn shows_as(value: f64, text: &str) -> bool {
    serde_json::to_string(&value).is_ok_and(|shown| shown == text)
}

#[cfg(test)]
mod tests {
    use serde::ser::{Serialize, SerializeStruct, Serializer};

    use super::NUMBER;
    use crate::key::pyjson::to_string;

    struct Number(&'static str);

    impl Serialize for Number {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut number = to.serialize_struct(NUMBER, 1)?;
            number.serialize_field(NUMBER, self.0)?;
            number.end()
        }
    }

    #[test]
    fn a_number_kept_as_text_prints_as_a_number() {
        let numbers = ["-7", "1.0", "-0.0", "5e-324", "0.1"].map(Number);
        let text = to_string(&Some(numbers));
        assert_eq!(text.as_deref(), Ok("[-7, 1.0, -0.0, 5e-324, 0.1]"));
    }

    #[test]
    fn digits_that_no_float_has_are_kept() {
        let long = "123456789012345678901234567890123456789012";
        for text in [long, "0.10000000000000000000000001", "1.00", "1e999"] {
            assert_eq!(to_string(&Number(text)).as_deref(), Ok(text));
        }
    }
}
