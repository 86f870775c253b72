//! The byte that opens a value, and what it says.
//!
//! What is frequent and small is in the tag itself. A range is named after its first tag.

/// `0x00..=0x7f`: the integer itself.
pub(super) const LARGEST_SMALL: u8 = 0x7f;
/// `0x80..=0x9f`: text, of as many bytes.
pub(super) const SHORT_TEXT: u8 = 0x80;
/// `0xa0..=0xaf`: an integer from 128, of four bits here and the next byte.
pub(super) const MEDIUM_INT: u8 = 0xa0;
/// `0xb0..=0xb7`: a variant that holds nothing, by its number.
pub(super) const UNIT_VARIANT: u8 = 0xb0;
/// `0xb8..=0xbf`: an integer of one to eight bytes, the least first.
pub(super) const INT: u8 = 0xb8;
/// `0xc0..=0xc7`: a struct, by the number of its shape; the values of its fields follow.
pub(super) const STRUCT: u8 = 0xc0;
/// `0xc8..=0xcf`: a struct some of whose fields are [`ABSENT`].
pub(super) const SPARSE: u8 = 0xc8;
/// `0xd0..=0xd7`: a sequence of as many values.
pub(super) const SHORT_SEQ: u8 = 0xd0;
/// `0xd8..=0xde`: the shape of a struct of one to seven fields. Their names' lengths follow, four
/// bits each, the low ones first; then the names.
pub(super) const SHORT_SHAPE: u8 = 0xd8;
/// The shape of a struct: how many fields, and each name behind its length.
pub(super) const SHAPE: u8 = 0xdf;
/// `0xd8..=0xdf`, behind the names: a float that is the integer behind it, of whose digits as many
/// are behind the point.
pub(super) const DECIMAL: u8 = SHORT_SHAPE;

pub(super) const NONE: u8 = 0xe0;
pub(super) const UNIT: u8 = 0xe1;
/// A `Some`, written where its value is `None`, unit, or a `Some` of these, and nowhere else.
pub(super) const SOME: u8 = 0xe2;
pub(super) const FALSE: u8 = 0xe3;
pub(super) const TRUE: u8 = 0xe4;
/// 16 bytes, the least first, as the next three.
pub(super) const U128: u8 = 0xe5;
pub(super) const I128: u8 = 0xe6;
pub(super) const F32: u8 = 0xe7;
pub(super) const F64: u8 = 0xe8;
pub(super) const TEXT: u8 = 0xe9;
pub(super) const BYTES: u8 = 0xea;
pub(super) const SEQ: u8 = 0xeb;
/// A sequence up to [`END`].
pub(super) const OPEN_SEQ: u8 = 0xec;
pub(super) const MAP: u8 = 0xed;
/// A map up to [`END`].
pub(super) const OPEN_MAP: u8 = 0xee;
/// As [`STRUCT`], the number in the next byte.
pub(super) const LONG_STRUCT: u8 = 0xef;
pub(super) const LONG_SPARSE: u8 = 0xf0;
pub(super) const LONG_UNIT_VARIANT: u8 = 0xf1;
/// A variant by its number, in the next byte, and the value it holds.
pub(super) const VARIANT: u8 = 0xf2;
/// The name of a variant behind its length.
pub(super) const VARIANT_NAME: u8 = 0xf3;
pub(super) const END: u8 = 0xf4;
/// A field that was skipped.
pub(super) const ABSENT: u8 = 0xf5;
/// The text that goes to the end of all texts. It stands nowhere: it is what is found past the end.
pub(super) const LAST_TEXT: u8 = 0xf6;
/// `0xf8..=0xff`: a negative integer, what it is below -1 in one to eight bytes.
pub(super) const NEGATIVE: u8 = 0xf8;

/// Numbers that have tags of their own.
pub(super) const NUMBERED: u8 = 8;
/// Fields of a shape that fits [`SHORT_SHAPE`].
pub(super) const SHORT_FIELDS: usize = 7;
/// Bytes of a name that fits there.
pub(super) const SHORT_NAME: usize = 15;
/// Bytes of a text that fits [`SHORT_TEXT`].
pub(super) const SHORT_TEXT_MAX: usize = 31;
/// Values of a sequence that fits [`SHORT_SEQ`].
pub(super) const SHORT_SEQ_MAX: usize = 7;
