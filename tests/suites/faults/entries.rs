//! What may stand under a key. Fresh values overwrite it; then the test puts it there again.

use std::time::Duration;

use support::entry;
use support::fake::random_bytes;

use crate::calls::Report;
use crate::experiment::{Experiment, Way};
use crate::faults;
use crate::scene::Scene;

/// How long a value has to be overwritten.
const PAUSE: Duration = Duration::from_millis(10);

fn entries(spoil: fn(&Scene)) -> Experiment {
    Experiment::midway(Way::Direct, spoil)
        .again(PAUSE)
        .ends(|_| {})
}

/// Puts what there is for an argument under its key.
fn put<B: AsRef<[u8]>>(scene: &Scene, bytes: impl Fn(u64) -> B) {
    for (id, key) in scene.hot() {
        scene.server.set(&key, bytes(id).as_ref());
    }
}

/// A good entry, as anybody may write it.
fn entry(id: u64) -> Vec<u8> {
    entry::encode(&serde_json::to_string(&Report::of(id)).expect("JSON"))
}

faults! {
    random_entries: entries(|scene| put(scene, |id| random_bytes(id, 200))),
    flipped_entries: entries(|scene| put(scene, |id| {
        let mut entry = entry(id);
        let middle = entry.len() / 2;
        entry[middle] ^= 0x10;
        entry
    })),
    truncated_entries: entries(|scene| put(scene, |id| {
        let entry = entry(id);
        entry[..entry.len() / 2].to_vec()
    })),
    entries_of_another_shape: entries(|scene| {
        put(scene, |id| entry::encode(&format!(r#"{{"id":"{id}","text":[]}}"#)));
    }),
    null_entries: entries(|scene| put(scene, |_| entry::encode("null"))),
    lists: entries(|scene| {
        for (_, key) in scene.hot() {
            // In one step, or a call's value may stand there in between.
            let script = "redis.call('DEL', KEYS[1]) redis.call('RPUSH', KEYS[1], 'a')";
            scene.server.raw::<()>(&["EVAL", script, "1", &key]);
        }
    }),
}
