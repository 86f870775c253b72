//! Every input in the repository.

use dtcache_runtime::measured;
use serde_json::Value;

use super::target::{ATTRIBUTE, COMPACT, DECODE, JSON, KEY, REPLY, TRAILER, Target};

fn replayed(target: Target) {
    let inputs = target.inputs();
    assert!(!inputs.is_empty(), "no inputs");
    for input in inputs {
        println!("{}", input.path.display());
        target.holds(&input.bytes);
    }
}

macro_rules! replayed {
    ($($name:ident: $target:expr,)*) => {$(
        #[test]
        fn $name() {
            $target.run(replayed);
        }
    )*};
}

replayed! {
    decode: DECODE,
    json: JSON,
    compact: COMPACT,
    trailer: TRAILER,
    reply: REPLY,
    key: KEY,
    attribute: ATTRIBUTE,
}

/// More than ten million brackets take, and less than the bomb does.
const MAX_DECODED: usize = 12 * 1024 * 1024;

/// So that a seed goes on to be what it was made for.
#[test]
fn a_seed_is_what_its_name_says() {
    let mut counts = [0, 0];
    for input in DECODE.inputs() {
        let name = input.path.file_name().expect("a name").to_string_lossy();
        let is_read =
            measured::decode_within::<Value>(&input.bytes, MAX_DECODED, MAX_DECODED).is_some();
        if name.starts_with("good-") {
            assert!(is_read, "{name}");
            counts[0] += 1;
        } else if name.starts_with("bad-") {
            assert!(!is_read, "{name}");
            counts[1] += 1;
        }
    }
    assert!(counts.iter().all(|count| *count > 5), "{counts:?}");
}
