//! What a lying server can make this process hold: never more than the limits allow.

use std::cell::Cell;

use dtcache::{RedisConfig, RedisInstance, acache_function, cache_function};
use flate2::{Compress, Compression, FlushCompress};
use support::{RedisServer, entry, events, process};

const MIB: usize = 1024 * 1024;

const URL: &str = "DTCACHE_TEST_URL";

/// A zlib stream of a JSON string of `mebibytes` MiB; valid to its last byte.
///
/// Deflating all of it would take a debug build minutes. One MiB is deflated to a block that
/// refers to nothing before it and repeated as often as needed.
fn bomb(mebibytes: usize) -> Vec<u8> {
    let filling = vec![b'a'; MIB];
    let (quote, block) = (deflated(b"\""), deflated(&filling));
    let mut checksum = Adler::new();
    let mut stream = vec![0x78, 0x9c];
    stream.extend(&quote);
    checksum.add(b"\"");
    let (sum, weighted) = Adler::of(&filling);
    for _ in 0..mebibytes {
        stream.extend(&block);
        checksum.add_sums(MIB, sum, weighted);
    }
    stream.extend(&quote);
    checksum.add(b"\"");
    // An empty last block.
    stream.extend([0x03, 0x00]);
    stream.extend(checksum.finish().to_be_bytes());
    stream
}

/// A deflate block that ends at a byte and that nothing after it refers to.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut block = Vec::with_capacity(bytes.len() + 64);
    let mut compress = Compress::new(Compression::best(), false);
    compress
        .compress_vec(bytes, &mut block, FlushCompress::Full)
        .expect("deflated");
    assert_eq!(compress.total_in(), bytes.len() as u64);
    block
}

/// The checksum at the end of a zlib stream, by RFC 1950.
struct Adler {
    a: u64,
    b: u64,
}

impl Adler {
    const BASE: u64 = 65_521;

    fn new() -> Self {
        Self { a: 1, b: 0 }
    }

    /// The sum of the bytes, and the sum with each byte as often as bytes stand from it to the end.
    fn of(bytes: &[u8]) -> (u64, u64) {
        bytes.iter().fold((0, 0), |(sum, weighted), byte| {
            let sum = sum + u64::from(*byte);
            (sum, weighted + sum)
        })
    }

    fn add(&mut self, bytes: &[u8]) {
        let (sum, weighted) = Self::of(bytes);
        self.add_sums(bytes.len(), sum, weighted);
    }

    fn add_sums(&mut self, count: usize, sum: u64, weighted: u64) {
        self.b = (self.b + count as u64 * self.a + weighted) % Self::BASE;
        self.a = (self.a + sum) % Self::BASE;
    }

    fn finish(self) -> u32 {
        u32::try_from(self.b << 16 | self.a).expect("two 16-bit numbers")
    }
}

#[test]
fn a_bomb_is_a_valid_entry() {
    let value = entry::decode(&bomb(3));
    assert_eq!(value.as_str().map(str::len), Some(3 * MIB));
}

/// Calls under `key` in this process, sync and async, and says how far the peak of its memory rose.
fn growth(key: &str) -> usize {
    let url = std::env::var(URL).expect("set by the parent");
    let redis = RedisInstance::new(RedisConfig::new().url(url)).expect("settings");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let runs = Cell::new(0);
    let call = |key: &str| {
        let body = || {
            runs.set(runs.get() + 1);
            "fresh".to_owned()
        };
        // An expiry of zero stores nothing, so that the async call meets the same entry.
        let sync = cache_function(key).redis(&redis).expire(0).call(body);
        let call = acache_function(key).redis(&redis).expire(0);
        let asynchronous = runtime.block_on(call.call_sync(body));
        assert_eq!((sync.as_str(), asynchronous.as_str()), ("fresh", "fresh"));
    };
    call("warm up");
    runs.set(0);
    let before = process::peak_memory();
    let ((), seen) = events::warnings(|| call(key));
    let growth = process::peak_memory() - before;

    assert_eq!(runs.get(), 2, "each body ran once");
    let classes: Vec<_> = seen.iter().map(|event| event.field("class")).collect();
    assert_eq!(classes, ["too large"; 2], "{seen:?}");
    growth
}

#[test]
fn a_zip_bomb_of_a_gibibyte() {
    if process::is_child() {
        let growth = growth("bomb");
        assert!(growth < 64 * MIB, "the peak rose by {} MiB", growth / MIB);
        return;
    }
    let server = RedisServer::start();
    let bomb = bomb(1024);
    assert!(
        bomb.len() < 8 * MIB,
        "small enough to be read at all: {}",
        bomb.len()
    );
    server.set("bomb", &bomb);
    process::child_with_env("a_zip_bomb_of_a_gibibyte", [(URL, server.url())]);
}

#[test]
fn an_entry_of_256_mebibytes() {
    if process::is_child() {
        let growth = growth("huge");
        assert!(growth < 64 * MIB, "the peak rose by {} MiB", growth / MIB);
        return;
    }
    let server = RedisServer::start();
    server.set("huge", b"");
    let length = (256 * MIB).to_string();
    // Fills it with zeros, without sending them.
    server.raw::<u64>(&["SETRANGE", "huge", &length, "x"]);
    process::child_with_env("an_entry_of_256_mebibytes", [(URL, server.url())]);
}

/// A server can also announce what it never sends.
#[test]
fn an_announced_length_is_not_taken_at_its_word() {
    const TEST: &str = "an_announced_length_is_not_taken_at_its_word";
    if process::is_child() {
        let url = std::env::var(URL).expect("set by the parent");
        let redis = RedisConfig::new().url(url);
        let redis = redis.socket_timeout(std::time::Duration::from_millis(200));
        let redis = RedisInstance::new(redis).expect("settings");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let before = process::peak_memory();
        assert_eq!(cache_function("length").redis(&redis).call(|| 1), 1);
        let call = acache_function("length").redis(&redis).call_sync(|| 1);
        assert_eq!(runtime.expect("a runtime").block_on(call), 1);
        let growth = process::peak_memory() - before;
        assert!(growth < 64 * MIB, "the peak rose by {} MiB", growth / MIB);
        return;
    }
    for announced in [
        "$1073741824\r\nabc",
        "*1073741824\r\n",
        "%536870912\r\n",
        "~1073741824\r\n",
    ] {
        let server = support::fake::FakeServer::start(move |words| match words[0].as_slice() {
            b"GETRANGE" => Some(announced.as_bytes().to_vec()),
            _ => Some(b"+OK\r\n".to_vec()),
        });
        process::child_with_env(TEST, [(URL, server.url())]);
    }
}
