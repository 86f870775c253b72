//! Entries that are made to cost much: a miss each, in memory that the limits bound.

use std::collections::BTreeMap;
use std::io::Write as _;

use allocation_counter::measure;
use dtcache_runtime::measured;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const MIB: usize = 1024 * 1024;

/// What reading may hold at a time by default: a text of 32 MiB, and a value made of as many bytes.
const BOUND: usize = 64 * MIB;

/// As deep as it goes.
#[derive(Deserialize)]
struct Nested(#[expect(dead_code, reason = "read and dropped")] Vec<Nested>);

/// Panics where the entry is read as a value, or reading holds too much.
#[track_caller]
fn missed<T: DeserializeOwned>(entry: &[u8]) {
    let mut is_read = true;
    let held = measure(|| is_read = measured::decode::<T>(entry).is_some());
    assert!(!is_read, "read");
    let held = usize::try_from(held.bytes_max).expect("a size");
    assert!(held <= BOUND, "{} MiB were held", held / MIB);
}

fn missed_by_all(entry: &[u8]) {
    missed::<Value>(entry);
    missed::<Nested>(entry);
    missed::<Vec<String>>(entry);
    missed::<BTreeMap<String, Value>>(entry);
    missed::<Vec<BTreeMap<String, u8>>>(entry);
}

/// The zlib stream of a text that repeats itself.
fn deflated(part: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let block = part.repeat(MIB / part.len());
    for _ in 0..times / (MIB / part.len()) {
        encoder.write_all(&block).expect("deflated");
    }
    let rest = part.repeat(times % (MIB / part.len()));
    encoder.write_all(&rest).expect("deflated");
    encoder.finish().expect("deflated")
}

/// The compact entry of names and values.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let mut checked = varint(payload.len());
    checked.extend_from_slice(payload);
    let mut checksum = Crc::new();
    checksum.update(&checked);
    [&[0xd7][..], &checksum.sum().to_le_bytes(), &checked].concat()
}

fn varint(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
    bytes
}

#[test]
fn a_zip_bomb() {
    missed_by_all(&deflated(b"a", 64 * MIB));
}

#[test]
fn ten_million_nested_brackets() {
    let entry = deflated(b"[", 10_000_000);
    assert!(entry.len() < 20_000);
    missed::<Value>(&entry);
    missed::<Nested>(&entry);
    // Objects to the second bracket, and has all of them passed over to see what it was.
    missed::<Vec<String>>(&entry);
    missed::<Value>(&deflated(b"{\"a\":", 2_000_000));
    // The same in compact entries, of lists and of `Some`s.
    missed_by_all(&sealed(&[0xd1].repeat(1_000_000)));
    missed_by_all(&sealed(&[0xe2].repeat(1_000_000)));
}

#[test]
fn a_value_of_512_mebibytes() {
    let mut entry = vec![0; 512 * MIB];
    missed_by_all(&entry);
    for first in [0x78, 0xd7, 0x07, 0x77, 0xf7] {
        entry[0] = first;
        missed_by_all(&entry);
    }
}

#[test]
fn names_that_are_long_and_many() {
    const LONG: usize = 4 * MIB;
    const MANY: usize = 1_500_000;
    let name = [varint(LONG), vec![b'n'; LONG]].concat();
    let count = varint(MANY);
    let values = [0xc0, 0x01].repeat(MANY);
    let structs = [&[0xdf, 1][..], &name, &[0xeb], &count, &values].concat();
    missed_by_all(&sealed(&structs));
    let variants = [&[0xf3][..], &name, &[0xeb], &count, &[0xb0].repeat(MANY)].concat();
    missed_by_all(&sealed(&variants));
}

#[test]
fn lists_that_announce_more_than_there_is() {
    // A list of many lists of many lists.
    let lists = [&[0xeb][..], &varint(1 << 40)].concat().repeat(400_000);
    missed_by_all(&sealed(&lists));
}
