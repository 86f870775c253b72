//! What becomes of a server's process.

use std::time::Duration;

use support::RedisServer;

use crate::experiment::{Experiment, Way};
use crate::faults;
use crate::scene::Scene;

fn midway(begin: fn(&Scene)) -> Experiment {
    Experiment::midway(Way::Direct, begin)
}

faults! {
    killed: midway(|scene| scene.server.kill()).ends(|scene| scene.server.restart()),
    killed_and_restarted_empty: midway(|scene| scene.server.restart()).ends(|_| {}),
    stopped: midway(|scene| scene.server.pause()).ends(|scene| scene.server.resume()),
    stopped_at_start: Experiment::at_start(Way::Direct, |scene| scene.server.pause())
        .ends(|scene| scene.server.resume()),
    restarted_with_another_password: midway(|scene| scene.server.restart_with_password("other"))
        .server(RedisServer::options().password("one"))
        .config(|config| config.password("one"))
        .ends(|scene| scene.server.restart_with_password("one")),
    /// Longer than all calls together should take.
    asleep: midway(|scene| scene.server.sleep(Duration::from_millis(1500))).ends(|scene| {
        // It answers when it is awake.
        scene.server.raw::<()>(&["PING"]);
    }),
}
