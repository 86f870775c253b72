//! Strings as Python prints them: printable ASCII, and `\u` escapes for the rest.

use std::fmt::{self, Write as _};

use super::sink::{Plain, Sink};

/// Prints `text` with its quotes.
pub(super) fn quoted(out: &mut dyn Sink, text: &str) {
    out.put("\"");
    escaped(out, text);
    out.put("\"");
}

/// Prints what a `Display` shows, with quotes and without an intermediate string.
pub(super) fn quoted_display<T: fmt::Display + ?Sized>(
    out: &mut dyn Sink,
    value: &T,
) -> fmt::Result {
    out.put("\"");
    write!(Escaping(out), "{value}")?;
    out.put("\"");
    Ok(())
}

struct Escaping<'s>(&'s mut dyn Sink);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        escaped(self.0, text);
        Ok(())
    }
}

fn escaped(out: &mut dyn Sink, text: &str) {
    if text.bytes().all(|byte| !is_escaped(char::from(byte))) {
        out.put(text);
        return;
    }
    let mut rest = text;
    while let Some((at, special)) = rest.char_indices().find(|(_, c)| is_escaped(*c)) {
        let (plain, from_special) = rest.split_at(at);
        if !plain.is_empty() {
            out.put(plain);
        }
        escape(out, special);
        rest = from_special.get(special.len_utf8()..).unwrap_or_default();
    }
    out.put(rest);
}

fn is_escaped(c: char) -> bool {
    !matches!(c, ' '..='~') || matches!(c, '"' | '\\')
}

fn escape(out: &mut dyn Sink, c: char) {
    match c {
        '"' => out.put("\\\""),
        '\\' => out.put("\\\\"),
        '\n' => out.put("\\n"),
        '\r' => out.put("\\r"),
        '\t' => out.put("\\t"),
        '\u{8}' => out.put("\\b"),
        '\u{c}' => out.put("\\f"),
        // Above the BMP these are two units, a surrogate pair.
        _ => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // A sink cannot fail.
                let _ = write!(Plain(out), "\\u{unit:04x}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    fn printed(text: &str) -> String {
        let mut out = String::new();
        quoted(&mut out, text);
        out
    }

    #[test]
    fn printable_ascii_stays() {
        assert_eq!(printed(""), r#""""#);
        assert_eq!(printed(" az/~'"), r#"" az/~'""#);
    }

    #[test]
    fn short_escapes_where_python_has_them() {
        assert_eq!(printed("\"\\\n\r\t\u{8}\u{c}"), r#""\"\\\n\r\t\b\f""#);
    }

    #[test]
    fn the_rest_is_escaped_in_utf_16() {
        assert_eq!(printed("\0\u{1f}\u{7f}"), r#""\u0000\u001f\u007f""#);
        assert_eq!(printed("aé\u{ffff}z"), r#""a\u00e9\uffffz""#);
        assert_eq!(printed("😀\u{10ffff}"), r#""\ud83d\ude00\udbff\udfff""#);
    }
}
