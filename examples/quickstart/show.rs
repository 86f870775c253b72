//! What the program prints of calls, entries and counts.

use std::time::Instant;

use dtcache::{Counts, RedisInstance};
use serde::Serialize;

/// Times one call, and sees from the counters of its namespace what became of it.
pub(crate) struct Watch<'a> {
    redis: &'a RedisInstance,
    namespace: &'static str,
    before: Counts,
    start: Instant,
}

impl<'a> Watch<'a> {
    pub(crate) fn start(redis: &'a RedisInstance, namespace: &'static str) -> Self {
        Self {
            redis,
            namespace,
            before: counts(redis, namespace),
            start: Instant::now(),
        }
    }

    pub(crate) fn stop(self, which: &str, remark: &str) {
        let milliseconds = self.start.elapsed().as_secs_f64() * 1000.0;
        let now = counts(self.redis, self.namespace);
        let outcome = if now.hits > self.before.hits {
            "cached"
        } else {
            "computed"
        };
        println!("  {which:<12} {outcome:<9} {milliseconds:>9.3} ms   {remark}");
    }
}

/// The key of an entry, and its size beside that of the JSON in it.
pub(crate) fn entry(
    key: &str,
    stored: Result<Option<Vec<u8>>, dtcache::Error>,
    value: &impl Serialize,
) -> serde_json::Result<()> {
    println!("  {:<12} {key}", "key");
    let json = serde_json::to_vec(value)?.len();
    match stored {
        Ok(Some(bytes)) => println!(
            "  {:<12} {} bytes for {json} bytes of JSON",
            "stored",
            bytes.len()
        ),
        Ok(None) => println!("  {:<12} nothing", "stored"),
        Err(error) => println!("  {:<12} {error}", "stored"),
    }
    Ok(())
}

/// The most frequent words, in lines.
pub(crate) fn top(words: &[(String, u64)]) {
    for line in words.chunks(4).take(3) {
        let words = line
            .iter()
            .map(|(word, count)| format!("{count:>6} {word:<12}"));
        println!("{}", words.collect::<String>().trim_end());
    }
}

/// What the cache did in this run.
pub(crate) fn totals(redis: &RedisInstance) {
    let total = redis.stats().total();
    println!(
        "this run: {} hits, {} misses, {} without the cache, {} stored, {} errors",
        total.hits, total.misses, total.bypassed, total.stored, total.errors
    );
}

fn counts(redis: &RedisInstance, namespace: &str) -> Counts {
    redis.stats().namespace(namespace).unwrap_or_default()
}
