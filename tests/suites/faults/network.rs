//! What networks do.

use std::thread::sleep;
use std::time::Duration;

use support::Fault;
use support::proxy::Place;

use crate::experiment::{Experiment, Way};
use crate::faults;
use crate::scene::Scene;

fn midway(begin: fn(&Scene)) -> Experiment {
    Experiment::midway(Way::Proxied, begin).ends(|scene| scene.proxy.clear())
}

fn at_start(begin: fn(&Scene)) -> Experiment {
    Experiment::at_start(Way::Proxied, begin).ends(|scene| scene.proxy.clear())
}

faults! {
    refused_at_start: at_start(|scene| scene.proxy.set(Fault::Refuse)),
    refused: midway(|scene| scene.proxy.set(Fault::Refuse)),
    refused_now_and_then: midway(|scene| {
        scene.proxy.set(Fault::Refuse);
        sleep(Duration::from_millis(30));
        scene.proxy.clear();
    })
    .again(Duration::from_millis(30)),
    accepted_and_closed: midway(|scene| scene.proxy.set(Fault::Close)),
    cut_again_and_again: midway(|scene| scene.proxy.cut()).again(Duration::from_millis(5)),
    black_hole_at_start: at_start(|scene| scene.proxy.set(Fault::BlackHole)),
    black_hole: midway(|scene| scene.proxy.set(Fault::BlackHole)),
    black_hole_for_new_connections: midway(|scene| {
        scene.proxy.set(Fault::BlackHoleForNew);
        scene.proxy.cut();
    }),
    delayed_by_60_ms: midway(|scene| scene.proxy.set(Fault::Delay(Duration::from_millis(60)))),
    delayed_by_300_ms: midway(|scene| scene.proxy.set(Fault::Delay(Duration::from_millis(300)))),
    throttled_to_1_kib_a_second: midway(|scene| scene.proxy.set(Fault::Throttle(1024))),
    trickled: midway(|scene| scene.proxy.set(Fault::Trickle(Duration::from_millis(20)))),
    reset_in_a_reply: midway(|scene| scene.proxy.set(Fault::Reset { after: 20 })),
    reset_before_a_reply: midway(|scene| scene.proxy.set(Fault::Reset { after: 0 })),
    truncated_reply: midway(|scene| scene.proxy.set(Fault::Truncate { after: 20 })),
    ended_before_a_reply: midway(|scene| scene.proxy.set(Fault::Truncate { after: 0 })),
    flipped_in_the_payload: midway(|scene| {
        scene.proxy.set(Fault::Flip { at: Place::Payload(20), mask: 0x04 });
    }),
    /// No number any more.
    flipped_in_the_length: midway(|scene| {
        scene.proxy.set(Fault::Flip { at: Place::Line(1), mask: 0x40 });
    }),
    /// Another number, one more or one less.
    other_length: midway(|scene| {
        scene.proxy.set(Fault::Flip { at: Place::Line(2), mask: 0x01 });
    }),
    half_closed_by_the_server: midway(|scene| scene.proxy.set(Fault::EndedByServer)),
    half_closed_towards_the_server: midway(|scene| scene.proxy.set(Fault::EndedTowardsServer)),
    /// The name can be looked up by nobody, so this does not end.
    no_such_name: Experiment::at_start(Way::Direct, |_| {})
        .config(|config| config.host("no-such-host.invalid")),
}
