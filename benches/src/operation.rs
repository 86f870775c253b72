//! Single operations of dtcache on the embedded store, to be counted from outside.

use std::fmt;
use std::hint::black_box;

use dtcache::Codec;
use dtcache_runtime::measured;
use serde::{Deserialize, Serialize};
use tokio::runtime::Builder;

use crate::contender::{asynchronous, blocking};
use crate::entrant::{HIT, Ids, World};
use crate::payload::{Large, Medium, Payload, Size, Small};

const URL: &str = "memory://";

/// What is done.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Operation {
    /// Making the key of a call with one integer.
    Key,
    /// Making the entry of a value.
    Encode(Form, Size),
    /// Making the value of an entry.
    Decode(Form, Size),
    /// A whole call that finds its entry.
    Hit(World, Size),
    /// A whole call that finds none, and stores its result.
    Miss(World, Size),
}

/// How an entry is written.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Form {
    /// zlib over JSON.
    Json,
    /// The faster codec.
    Compact,
}

impl Form {
    const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Compact => "compact",
        }
    }
}

impl Operation {
    /// All that are counted.
    pub fn all() -> Vec<Self> {
        let worlds = [World::Sync, World::Async];
        let calls = |call: fn(World, Size) -> Self| {
            let sizes = move |world| Size::ALL.map(|size| call(world, size));
            worlds.into_iter().flat_map(sizes)
        };
        let forms = |each: fn(Form, Size) -> Self| {
            let sizes = move |form| Size::ALL.map(|size| each(form, size));
            [Form::Json, Form::Compact].into_iter().flat_map(sizes)
        };
        [Self::Key]
            .into_iter()
            .chain(forms(Self::Encode))
            .chain(forms(Self::Decode))
            .chain(calls(Self::Hit))
            .chain(calls(Self::Miss))
            .collect()
    }

    /// How often it is done to be counted, which valgrind makes slow.
    pub const fn count(self) -> usize {
        match self {
            Self::Hit(_, Size::Large)
            | Self::Miss(_, Size::Large)
            | Self::Encode(_, Size::Large)
            | Self::Decode(_, Size::Large) => 50,
            _ => 1000,
        }
    }

    /// Does it so many times.
    pub fn repeat(self, times: usize) {
        match self {
            Self::Key => {
                for _ in 0..times {
                    let call = dtcache::cache_function("bench:small").arg("user_id", &HIT);
                    black_box(call.key().expect("an integer"));
                }
            }
            Self::Encode(form, size) => of_size(size, form, times, true),
            Self::Decode(form, size) => of_size(size, form, times, false),
            Self::Hit(world, size) => calls(world, size, Ids::Hit, times),
            Self::Miss(world, size) => calls(world, size, Ids::New, times),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key => write!(f, "key of one integer"),
            Self::Encode(form, size) => write!(f, "encode, {}, {size}", form.name()),
            Self::Decode(form, size) => write!(f, "decode, {}, {size}", form.name()),
            Self::Hit(world, size) => write!(f, "hit, {}, {size}", world.name()),
            Self::Miss(world, size) => write!(f, "miss, {}, {size}", world.name()),
        }
    }
}

fn of_size(size: Size, form: Form, times: usize, encodes: bool) {
    match size {
        Size::Small => codec::<Small>(form, times, encodes),
        Size::Medium => codec::<Medium>(form, times, encodes),
        Size::Large => codec::<Large>(form, times, encodes),
    }
}

fn codec<P: Payload>(form: Form, times: usize, encodes: bool) {
    let codec = match form {
        Form::Json => Codec::Json,
        Form::Compact => Codec::Compact,
    };
    let value = P::make(HIT);
    let entry = measured::encode(&value, codec).expect("an entry");
    for _ in 0..times {
        if encodes {
            black_box(measured::encode(black_box(&value), codec));
        } else {
            black_box(measured::decode::<P>(black_box(&entry)));
        }
    }
}

fn calls(world: World, size: Size, ids: Ids, times: usize) {
    match (world, size) {
        (World::Sync, Size::Small) => sync_calls::<Small>(ids, times),
        (World::Sync, Size::Medium) => sync_calls::<Medium>(ids, times),
        (World::Sync, Size::Large) => sync_calls::<Large>(ids, times),
        (World::Async, Size::Small) => async_calls::<Small>(ids, times),
        (World::Async, Size::Medium) => async_calls::<Medium>(ids, times),
        (World::Async, Size::Large) => async_calls::<Large>(ids, times),
    }
}

fn sync_calls<P>(ids: Ids, times: usize)
where
    blocking::dtcache::Dtcache: blocking::Call<P>,
{
    use blocking::{Call, Contender};
    let mut dtcache = blocking::dtcache::Dtcache::connect(URL);
    // The entry that hits find; a miss here for both.
    black_box(dtcache.call(HIT));
    for _ in 0..times {
        black_box(dtcache.call(ids.next()));
    }
}

fn async_calls<P>(ids: Ids, times: usize)
where
    asynchronous::dtcache::Dtcache: asynchronous::Call<P>,
{
    use asynchronous::{Call, Contender};
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let dtcache = asynchronous::dtcache::Dtcache::connect(URL).await;
        black_box(dtcache.call(HIT).await);
        for _ in 0..times {
            black_box(dtcache.call(ids.next()).await);
        }
    });
}
