//! Up to which size a text is better stored than deflated: what each costs, over the size.

use std::hint::black_box;
use std::time::Instant;

use dtcache_runtime::measured;
use serde::Serialize;

use crate::payload::{Medium, Payload};

/// Rounds in turn; a point is the median of them.
const ROUNDS: usize = 31;
const REPEATS: u32 = 400;

/// What a text of one size costs.
#[derive(Debug, Serialize)]
pub struct Point {
    /// Bytes of JSON.
    pub text: usize,
    /// As a stored block.
    pub stored: Cost,
    /// Deflated.
    pub deflated: Cost,
}

/// Of one kind of stream.
#[derive(Debug, Serialize)]
pub struct Cost {
    /// Bytes of the entry.
    pub bytes: usize,
    /// Nanoseconds to make it.
    pub write: f64,
    /// Nanoseconds to read the text back.
    pub read: f64,
}

/// Every size from a few bytes to two KiB.
pub fn points() -> Vec<Point> {
    let text = json();
    let sizes = [
        16, 24, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768,
        1024, 1536, 2048,
    ];
    sizes.into_iter().map(|size| point(&text[..size])).collect()
}

/// Nested JSON in which little repeats at first and names do later, as in any list of records.
fn json() -> Vec<u8> {
    let records: Vec<Medium> = (1..4).map(Medium::make).collect();
    serde_json::to_vec(&records).expect("plain data")
}

fn point(text: &[u8]) -> Point {
    let streams = [true, false].map(|is_stored| measured::stream(text, is_stored));
    let mut writes = [Vec::new(), Vec::new()];
    let mut reads = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (kind, is_stored) in [true, false].into_iter().enumerate() {
            writes[kind].push(nanoseconds(|| {
                black_box(measured::stream(black_box(text), is_stored));
            }));
            reads[kind].push(nanoseconds(|| {
                black_box(measured::text_length(black_box(&streams[kind])));
            }));
        }
    }
    let [stored, deflated] = [0, 1].map(|kind| Cost {
        bytes: streams[kind].len(),
        write: median(&mut writes[kind]),
        read: median(&mut reads[kind]),
    });
    Point {
        text: text.len(),
        stored,
        deflated,
    }
}

fn nanoseconds(work: impl Fn()) -> f64 {
    let begun = Instant::now();
    for _ in 0..REPEATS {
        work();
    }
    begun.elapsed().as_secs_f64() * 1e9 / f64::from(REPEATS)
}

fn median(samples: &mut [f64]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
