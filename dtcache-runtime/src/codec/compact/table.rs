//! The names that a value refers to by numbers, gathered while it is written.

use super::{tag, varint};

/// Shapes after which structs are written as maps: no number is ever larger than a byte.
///
/// A struct is numbered when it ends, and fewer than 127 can be open by then.
const MANY_SHAPES: usize = 128;

/// Variants after which variants are written as JSON has them.
const MANY_VARIANTS: usize = 255;

/// Shapes and variants by their numbers.
#[derive(Default)]
pub(super) struct Table {
    shapes: Vec<Shape>,
    variants: Vec<&'static str>,
    /// The names of the fields of structs that have no number yet, the innermost last.
    open: Vec<&'static str>,
}

struct Shape {
    of: &'static str,
    fields: Box<[&'static str]>,
}

/// A struct whose fields come one after another.
#[derive(Clone, Copy)]
pub(super) struct Open {
    of: &'static str,
    /// The shape that has agreed so far.
    guess: Option<usize>,
    /// Where its names begin, without a guess.
    names: usize,
    fields: usize,
}

impl Table {
    /// Begins a struct of the type that is called `of`; `None` where it is to be a map.
    pub(super) fn begin(&self, of: &'static str) -> Option<Open> {
        if self.shapes.len() >= MANY_SHAPES {
            return None;
        }
        Some(Open {
            of,
            guess: self.shapes.iter().position(|shape| same(shape.of, of)),
            names: self.open.len(),
            fields: 0,
        })
    }

    /// The next field.
    #[inline]
    pub(super) fn field(&mut self, open: &mut Open, name: &'static str) {
        let at = open.fields;
        open.fields += 1;
        let Some(guess) = open.guess else {
            self.open.push(name);
            return;
        };
        let agrees = |shape: &Shape| shape.fields.get(at).is_some_and(|field| same(field, name));
        let guessed = self.shapes.get(guess);
        if guessed.is_some_and(agrees) {
            return;
        }
        let before = guessed.and_then(|shape| shape.fields.get(..at));
        let before = before.unwrap_or_default();
        open.guess = self.shapes.iter().position(|shape| {
            agrees(shape) && shape.fields.get(..at).is_some_and(|own| own == before)
        });
        if open.guess.is_none() {
            open.names = self.open.len();
            self.open.extend_from_slice(before);
            self.open.push(name);
        }
    }

    /// The number of the shape, now that the struct has ended.
    pub(super) fn end(&mut self, open: Open) -> usize {
        let guessed = open.guess.and_then(|guess| self.shapes.get(guess));
        if let (Some(guess), Some(shape)) = (open.guess, guessed)
            && shape.fields.len() == open.fields
        {
            return guess;
        }
        let fields = match guessed {
            Some(shape) => shape.fields.get(..open.fields),
            None => self.open.get(open.names..),
        };
        let fields: Box<[_]> = fields.unwrap_or_default().into();
        self.open.truncate(open.names);
        let known = self.shapes.iter().position(|shape| shape.fields == fields);
        known.unwrap_or_else(|| {
            self.shapes.push(Shape {
                of: open.of,
                fields,
            });
            self.shapes.len() - 1
        })
    }

    /// The number of a variant; `None` where there are too many.
    pub(super) fn variant(&mut self, name: &'static str) -> Option<u8> {
        let known = self.variants.iter().position(|known| same(known, name));
        let number = known.unwrap_or(self.variants.len());
        if known.is_none() {
            if number >= MANY_VARIANTS {
                return None;
            }
            self.variants.push(name);
        }
        u8::try_from(number).ok()
    }

    /// Adds all of it to `bytes`, as it is to stand before the value.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        for shape in &self.shapes {
            define(bytes, &shape.fields);
        }
        for name in &self.variants {
            bytes.push(tag::VARIANT_NAME);
            named(bytes, name);
        }
    }
}

fn define(bytes: &mut Vec<u8>, fields: &[&str]) {
    let is_short = |name: &&str| name.len() <= tag::SHORT_NAME;
    let count = u8::try_from(fields.len()).unwrap_or(u8::MAX);
    if !(1..=tag::SHORT_FIELDS).contains(&fields.len()) || !fields.iter().all(is_short) {
        bytes.push(tag::SHAPE);
        varint::write(bytes, fields.len());
        for name in fields {
            named(bytes, name);
        }
        return;
    }
    bytes.push(tag::SHORT_SHAPE + count - 1);
    let length = |name: &&str| u8::try_from(name.len()).unwrap_or_default();
    bytes.extend(fields.chunks(2).map(|pair| {
        let lengths = pair.iter().rev().map(length);
        lengths.fold(0, |byte, length| byte << 4 | length)
    }));
    for name in fields {
        bytes.extend_from_slice(name.as_bytes());
    }
}

fn named(bytes: &mut Vec<u8>, name: &str) {
    varint::write(bytes, name.len());
    bytes.extend_from_slice(name.as_bytes());
}

/// Mostly they are one and the same; but a name may stand in a program more than once.
#[inline]
fn same(a: &'static str, b: &'static str) -> bool {
    std::ptr::eq(a, b) || a == b
}
