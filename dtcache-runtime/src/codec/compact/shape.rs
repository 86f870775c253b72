//! The names that stand before a value: the shapes of structs, and variants.

use super::{Failed, tag, varint};

/// More than that are never written.
const MOST: usize = 256;

/// Shapes and variants by their numbers.
#[derive(Default)]
pub(super) struct Shapes<'de> {
    /// Most results have one shape, or none, and need no allocation.
    first: Option<Shape<'de>>,
    others: Vec<Shape<'de>>,
    variants: Vec<&'de str>,
}

/// The fields of a struct.
pub(super) struct Shape<'de> {
    pub(super) names: Names<'de>,
    pub(super) fields: usize,
    /// The names it was last compared with, and whether they are the same.
    compared: (&'static [&'static str], bool),
}

/// The names of fields, in order.
#[derive(Clone, Copy)]
pub(super) struct Names<'de> {
    /// Four bits each; `None` where each stands before its name.
    lengths: Option<u32>,
    bytes: &'de [u8],
}

impl<'de> Shapes<'de> {
    /// Takes them from the front of a payload.
    pub(super) fn read(payload: &mut &'de [u8]) -> Result<Self, Failed> {
        let mut shapes = Self {
            first: None,
            others: Vec::new(),
            variants: Vec::new(),
        };
        while let Some((&first, rest)) = payload.split_first() {
            match first {
                tag::SHORT_SHAPE..=tag::SHAPE => {
                    *payload = rest;
                    shapes.add(Shape::read(first, payload)?)?;
                }
                tag::VARIANT_NAME if shapes.variants.len() < MOST => {
                    *payload = rest;
                    shapes.variants.push(text(name(payload)?)?);
                }
                _ => break,
            }
        }
        Ok(shapes)
    }

    #[inline]
    pub(super) fn shape(&mut self, number: u8) -> Result<&mut Shape<'de>, Failed> {
        let shape = match usize::from(number).checked_sub(1) {
            None => self.first.as_mut(),
            Some(other) => self.others.get_mut(other),
        };
        shape.ok_or(Failed)
    }

    pub(super) fn variant(&self, number: u8) -> Result<&'de str, Failed> {
        let name = self.variants.get(usize::from(number));
        name.copied().ok_or(Failed)
    }

    fn add(&mut self, shape: Shape<'de>) -> Result<(), Failed> {
        if self.first.is_none() {
            self.first = Some(shape);
        } else if self.others.len() + 1 < MOST {
            self.others.push(shape);
        } else {
            return Err(Failed);
        }
        Ok(())
    }
}

impl<'de> Shape<'de> {
    fn read(tag: u8, payload: &mut &'de [u8]) -> Result<Self, Failed> {
        if tag == tag::SHAPE {
            return Self::long(payload);
        }
        let fields = usize::from(tag - tag::SHORT_SHAPE) + 1;
        let packed = take(payload, fields.div_ceil(2))?;
        let lengths = packed.iter().rev();
        let lengths = lengths.fold(0, |lengths, byte| lengths << 8 | u32::from(*byte));
        let total = (0..fields).map(|field| lengths >> (4 * field) & 0x0f);
        let total = usize::try_from(total.sum::<u32>()).map_err(|_| Failed)?;
        let names = Names {
            lengths: Some(lengths),
            bytes: take(payload, total)?,
        };
        Ok(Self::new(names, fields))
    }

    fn long(payload: &mut &'de [u8]) -> Result<Self, Failed> {
        let fields = varint::read(payload)?;
        let bytes = *payload;
        for _ in 0..fields {
            name(payload)?;
        }
        let bytes = bytes.get(..bytes.len() - payload.len()).ok_or(Failed)?;
        let names = Names {
            lengths: None,
            bytes,
        };
        Ok(Self::new(names, fields))
    }

    fn new(names: Names<'de>, fields: usize) -> Self {
        Self {
            names,
            fields,
            compared: (&[], fields == 0),
        }
    }

    /// Whether these are its fields, in this order.
    #[inline]
    pub(super) fn is(&mut self, fields: &'static [&'static str]) -> bool {
        if !std::ptr::eq(self.compared.0, fields) {
            let mut names = self.names;
            let mut same = |field: &&str| names.bytes().is_ok_and(|name| name == field.as_bytes());
            let is = fields.len() == self.fields && fields.iter().all(&mut same);
            self.compared = (fields, is);
        }
        self.compared.1
    }
}

impl<'de> Names<'de> {
    /// The next one.
    #[inline]
    pub(super) fn bytes(&mut self) -> Result<&'de [u8], Failed> {
        match &mut self.lengths {
            Some(lengths) => {
                let length = usize::try_from(*lengths & 0x0f).map_err(|_| Failed)?;
                *lengths >>= 4;
                take(&mut self.bytes, length)
            }
            None => name(&mut self.bytes),
        }
    }
}

/// Takes so many bytes from the front.
#[inline]
pub(super) fn take<'de>(bytes: &mut &'de [u8], length: usize) -> Result<&'de [u8], Failed> {
    let (taken, rest) = bytes.split_at_checked(length).ok_or(Failed)?;
    *bytes = rest;
    Ok(taken)
}

#[inline]
pub(super) fn text(bytes: &[u8]) -> Result<&str, Failed> {
    std::str::from_utf8(bytes).map_err(|_| Failed)
}

fn name<'de>(bytes: &mut &'de [u8]) -> Result<&'de [u8], Failed> {
    let length = varint::read(bytes)?;
    take(bytes, length)
}
