//! Variations of the inputs in the repository, and bytes at random.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};

use super::target::{ATTRIBUTE, COMPACT, DECODE, JSON, KEY, REPLY, TRAILER, Target};

/// A change to an input.
#[derive(Debug, Clone)]
enum Change {
    Set(Index, u8),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
    Cut(Index),
    /// What stands behind a place in another input.
    Splice(Index, Index, Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (at(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, 1 << bit)),
        (at(), vec(any::<u8>(), 1..8)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (at(), 1..16_usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (at(), 1..16_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
        at().prop_map(Change::Cut),
        (at(), at(), at()).prop_map(|(at, other, from)| Change::Splice(at, other, from)),
    ]
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>, all: &[Vec<u8>]) {
        let place = |at: &Index, bytes: &[u8]| at.index(bytes.len() + 1);
        match self {
            Self::Set(at, byte) if !bytes.is_empty() => *at.get_mut(bytes) = *byte,
            Self::Flip(at, bit) if !bytes.is_empty() => *at.get_mut(bytes) ^= bit,
            Self::Set(..) | Self::Flip(..) => {}
            Self::Insert(at, new) => {
                let at = place(at, bytes);
                bytes.splice(at..at, new.iter().copied());
            }
            Self::Remove(at, count) => {
                let at = place(at, bytes);
                bytes.drain(at..bytes.len().min(at + count));
            }
            Self::Repeat(at, count) => {
                let at = place(at, bytes);
                bytes.extend_from_within(at..bytes.len().min(at + count));
            }
            Self::Cut(at) => bytes.truncate(place(at, bytes)),
            Self::Splice(at, other, from) => {
                bytes.truncate(place(at, bytes));
                let other = other.get(all);
                bytes.extend_from_slice(&other[place(from, other)..]);
            }
        }
    }
}

/// Bytes that are almost an input of the target's.
fn varied(target: Target) -> impl Strategy<Value = Vec<u8>> {
    // What takes long to read is replayed, and need not be read in many forms.
    let inputs = target.inputs().into_iter().map(|input| input.bytes);
    let inputs: Vec<_> = inputs.filter(|bytes| bytes.len() < 2000).collect();
    let changes = vec(change(), 0..6);
    let of_input = (select(inputs.clone()), changes).prop_map(move |(mut bytes, changes)| {
        for change in changes {
            change.apply(&mut bytes, &inputs);
        }
        bytes
    });
    prop_oneof![9 => of_input, 1 => vec(any::<u8>(), 0..300)]
}

fn tried(target: Target, cases: u32) {
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        max_shrink_iters: 10_000,
        ..Config::with_cases(cases)
    });
    let result = runner.run(&varied(target), |input| {
        target.holds(&input);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{}: {error}", target.name);
    }
}

macro_rules! varied {
    ($($name:ident: $target:expr, $cases:expr,)*) => {$(
        #[test]
        fn $name() {
            $target.run(|target| tried(target, $cases));
        }
    )*};
}

varied! {
    decode: DECODE, 1000,
    json: JSON, 500,
    compact: COMPACT, 1000,
    trailer: TRAILER, 100,
    reply: REPLY, 1000,
    key: KEY, 1000,
    attribute: ATTRIBUTE, 1000,
}
