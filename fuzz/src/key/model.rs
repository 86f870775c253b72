//! What Python prints for an argument, written down once more, in the simplest way.

use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::Call;
use super::argument::Argument;

const MAX_DEPTH: usize = 256;

/// The key; `None` where the arguments are nested too deep for one.
pub(super) fn key(call: &Call) -> Option<String> {
    let mut key = "namespace".to_owned();
    if let Some(version) = call.version {
        let _ = write!(key, ":v{version}");
    }
    let positional = list(&call.positional, 0)?;
    if !call.positional.is_empty() {
        key += &hash(&bracketed("[", &positional, "]"));
    }
    let named = call.named.iter();
    let named = all(named.map(|(name, value)| entry(&quoted(name), printed(value, 0, 0))))?;
    if !named.is_empty() {
        key += &hash(&bracketed("{", &named, "}"));
    }
    Some(key)
}

fn hash(text: &str) -> String {
    let mut hash = ":".to_owned();
    for byte in Sha256::digest(text) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// The argument at a depth, in so many `Some`s that do not show unless it is nothing.
fn printed(argument: &Argument, depth: usize, somes: usize) -> Option<String> {
    Some(match argument {
        Argument::None | Argument::Unit => {
            format!("{}null{}", "some(".repeat(somes), ")".repeat(somes))
        }
        Argument::Bool(value) => value.to_string(),
        Argument::Signed(value) => value.to_string(),
        Argument::Unsigned(value) => value.to_string(),
        Argument::Double(value) => float(value, *value),
        Argument::Single(value) => float(value, (*value).into()),
        Argument::Char(value) => quoted(&value.to_string()),
        Argument::Text(value) | Argument::Displayed(value) => quoted(value),
        Argument::UnitVariant(name) => quoted(name),
        Argument::Some(inner) => printed(inner, deeper(depth)?, somes + 1)?,
        Argument::Newtype(inner) => printed(inner, deeper(depth)?, somes)?,
        Argument::Bytes(bytes) => {
            deeper(depth)?;
            let bytes: Vec<_> = bytes.iter().map(u8::to_string).collect();
            bracketed("[", &bytes, "]")
        }
        Argument::List(items) | Argument::Tuple(items) => {
            bracketed("[", &list(items, deeper(depth)?)?, "]")
        }
        Argument::Struct(of) => bracketed("{", &fields(of, deeper(depth)?)?, "}"),
        Argument::Variant(name, inner) => variant(name, &printed(inner, deeper(depth)?, 0)?),
        Argument::TupleVariant(name, items) => {
            let items = list(items, deeper(deeper(depth)?)?)?;
            variant(name, &bracketed("[", &items, "]"))
        }
        Argument::StructVariant(name, of) => {
            let fields = fields(of, deeper(deeper(depth)?)?)?;
            variant(name, &bracketed("{", &fields, "}"))
        }
        Argument::Map(entries) => {
            let depth = deeper(depth)?;
            let sorted = |(key, value): &(Argument, Argument)| {
                let value = printed(value, depth, 0);
                if let Some(text) = text(key, depth) {
                    return Some((text.clone(), entry(&quoted(&text), value)?));
                }
                let bare = printed(key, depth, 0)?;
                Some((bare.clone(), entry(&bare, value)?))
            };
            let mut entries = entries.iter().map(sorted).collect::<Option<Vec<_>>>()?;
            entries.sort();
            let entries: Vec<_> = entries.into_iter().map(|(_, printed)| printed).collect();
            bracketed("{", &entries, "}")
        }
        Argument::HashSet(set) => {
            deeper(depth)?;
            let mut items: Vec<_> = set.iter().map(i16::to_string).collect();
            items.sort();
            bracketed("[", &items, "]")
        }
        Argument::Unordered(items) => {
            let mut items = list(items, deeper(deeper(depth)?)?)?;
            items.sort();
            bracketed("[", &items, "]")
        }
    })
}

/// The text of a map's key, where Python makes text of it.
fn text(key: &Argument, depth: usize) -> Option<String> {
    Some(match key {
        Argument::Char(value) => value.to_string(),
        Argument::Text(value) | Argument::Displayed(value) => value.clone(),
        Argument::UnitVariant(name) => (*name).to_owned(),
        Argument::Some(inner) | Argument::Newtype(inner) => text(inner, deeper(depth)?)?,
        Argument::Bool(_)
        | Argument::Signed(_)
        | Argument::Unsigned(_)
        | Argument::Double(_)
        | Argument::Single(_) => printed(key, depth, 0)?,
        _ => return None,
    })
}

fn deeper(depth: usize) -> Option<usize> {
    (depth < MAX_DEPTH).then_some(depth + 1)
}

fn list(items: &[Argument], depth: usize) -> Option<Vec<String>> {
    all(items.iter().map(|item| printed(item, depth, 0)))
}

fn fields(fields: &[(&'static str, Argument)], depth: usize) -> Option<Vec<String>> {
    let fields = fields.iter();
    all(fields.map(|(name, value)| entry(&quoted(name), printed(value, depth, 0))))
}

fn all(items: impl Iterator<Item = Option<String>>) -> Option<Vec<String>> {
    items.collect()
}

fn entry(key: &str, value: Option<String>) -> Option<String> {
    Some(format!("{key}: {}", value?))
}

fn variant(name: &str, value: &str) -> String {
    format!("{{{}: {value}}}", quoted(name))
}

fn bracketed(open: &str, items: &[String], close: &str) -> String {
    format!("{open}{}{close}", items.join(", "))
}

fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for unit in text.encode_utf16() {
        let _ = match unit {
            0x22 => write!(quoted, "\\\""),
            0x5c => write!(quoted, "\\\\"),
            0x08 => write!(quoted, "\\b"),
            0x09 => write!(quoted, "\\t"),
            0x0a => write!(quoted, "\\n"),
            0x0c => write!(quoted, "\\f"),
            0x0d => write!(quoted, "\\r"),
            0x20..=0x7e => write!(quoted, "{}", char::from(unit.to_le_bytes()[0])),
            _ => write!(quoted, "\\u{unit:04x}"),
        };
    }
    quoted + "\""
}

/// The digits that `serde_json` prints, the point where Python has it.
fn float(value: &impl Serialize, as_double: f64) -> String {
    if as_double.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if as_double.is_sign_negative() {
        "-"
    } else {
        ""
    };
    if as_double.is_infinite() {
        return format!("{sign}Infinity");
    }
    let shown = serde_json::to_string(value).unwrap_or_default();
    let shown = shown.trim_start_matches('-');
    let (mantissa, exponent) = shown.split_once('e').unwrap_or((shown, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    // Where the point stands, counted from the first digit that is not 0.
    let exponent: isize = exponent.parse().unwrap_or_default();
    let point = whole.len().cast_signed() - (all.len() - digits.len()).cast_signed() + exponent;
    let digits = digits.trim_end_matches('0');
    let count = digits.len().cast_signed();
    if digits.is_empty() {
        return format!("{sign}0.0");
    }
    let zeros = |count: isize| "0".repeat(count.unsigned_abs());
    match point {
        1..=16 if count <= point => format!("{sign}{digits}{}.0", zeros(point - count)),
        1..=16 => {
            let (whole, fraction) = digits.split_at(point.unsigned_abs());
            format!("{sign}{whole}.{fraction}")
        }
        -3..=0 => format!("{sign}0.{}{digits}", zeros(point)),
        _ => {
            let (first, others) = digits.split_at(1);
            let dot = if others.is_empty() { "" } else { "." };
            let exponent = point - 1;
            let direction = if exponent < 0 { '-' } else { '+' };
            format!(
                "{sign}{first}{dot}{others}e{direction}{:02}",
                exponent.abs()
            )
        }
    }
}
