//! Arguments out of bytes.

use arbitrary::{Arbitrary as _, Result, Unstructured};

use super::Call;
use super::argument::{Argument, Fields};

/// Levels of what holds something, beside towers.
const LEVELS: usize = 6;
/// What a tower has at most: more than a key may have.
const STOREYS: usize = 300;
const ITEMS: usize = 6;

const NAMES: [&str; 8] = ["z", "a", "user_id", "Zürich", "😀", "quote\"", "", "self"];

impl Call {
    pub(super) fn arbitrary(u: &mut Unstructured<'_>) -> Result<Self> {
        Ok(Self {
            version: Option::arbitrary(u)?,
            positional: many(u, |u| argument(u, LEVELS))?,
            named: many(u, |u| Ok((text(u)?, argument(u, LEVELS)?)))?,
        })
    }
}

fn argument<'a>(u: &mut Unstructured<'a>, levels: usize) -> Result<Argument> {
    let kinds = if levels == 0 { 14 } else { 26 };
    let inner = |u: &mut Unstructured<'a>| argument(u, levels - 1);
    Ok(match u8::arbitrary(u)? % kinds {
        0 => Argument::None,
        1 => Argument::Unit,
        2 => Argument::Bool(bool::arbitrary(u)?),
        3 => Argument::Signed(i128::arbitrary(u)? >> shift(u)?),
        4 => Argument::Unsigned(u128::arbitrary(u)? >> shift(u)?),
        5 => Argument::Double(f64::arbitrary(u)?),
        6 => {
            Argument::Double(f64::from(i16::arbitrary(u)?) * 10_f64.powi(i8::arbitrary(u)?.into()))
        }
        7 => Argument::Single(f32::arbitrary(u)?),
        8 => Argument::Char(char::arbitrary(u)?),
        9 | 10 => Argument::Text(text(u)?),
        11 => Argument::Displayed(text(u)?),
        12 => Argument::UnitVariant(u.choose(&NAMES)?),
        13 => Argument::Bytes(many(u, u8::arbitrary)?),
        14 => Argument::Some(inner(u)?.into()),
        15 => Argument::Newtype(inner(u)?.into()),
        16 => Argument::Variant(u.choose(&NAMES)?, inner(u)?.into()),
        17 => Argument::TupleVariant(u.choose(&NAMES)?, many(u, inner)?),
        18 => Argument::StructVariant(u.choose(&NAMES)?, fields(u, inner)?),
        19 => Argument::List(many(u, inner)?),
        20 => Argument::Tuple(many(u, inner)?),
        21 => Argument::Struct(fields(u, inner)?),
        22 => Argument::Map(many(u, |u| Ok((inner(u)?, inner(u)?)))?),
        23 => Argument::HashSet(many(u, i16::arbitrary)?.into_iter().collect()),
        24 => Argument::Unordered(many(u, inner)?),
        _ => tower(u, inner)?,
    })
}

/// One thing in another in another.
fn tower<'a>(
    u: &mut Unstructured<'a>,
    inner: impl Fn(&mut Unstructured<'a>) -> Result<Argument>,
) -> Result<Argument> {
    let kinds = u64::arbitrary(u)?;
    let storeys = u.int_in_range(0..=STOREYS)?;
    let mut tower = inner(u)?;
    for storey in 0..storeys {
        let inner = Box::new(tower);
        tower = match kinds >> (storey % 32 * 2) & 3 {
            0 => Argument::List(vec![*inner]),
            1 => Argument::Some(inner),
            2 => Argument::Newtype(inner),
            _ => Argument::Variant("in", inner),
        };
    }
    Ok(tower)
}

fn shift(u: &mut Unstructured<'_>) -> Result<u32> {
    Ok(u32::from(u8::arbitrary(u)?) % 128)
}

fn text(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(many(u, char::arbitrary)?.into_iter().collect())
}

fn fields<'a>(
    u: &mut Unstructured<'a>,
    inner: impl Fn(&mut Unstructured<'a>) -> Result<Argument>,
) -> Result<Fields> {
    many(u, |u| Ok((*u.choose(&NAMES)?, inner(u)?)))
}

/// A few of them.
fn many<'a, T>(
    u: &mut Unstructured<'a>,
    each: impl Fn(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    let count = usize::from(u8::arbitrary(u)?) % ITEMS;
    (0..count).map(|_| each(u)).collect()
}
