//! What a server refuses.

use std::time::Duration;

use support::RedisServer;

use crate::experiment::{Experiment, Way};
use crate::faults;
use crate::scene::Scene;

fn midway(begin: fn(&Scene)) -> Experiment {
    Experiment::midway(Way::Direct, begin)
}

faults! {
    wrong_password_at_start: Experiment::at_start(Way::Direct, |_| {})
        .server(RedisServer::options().password("right"))
        .config(|config| config.password("wrong"))
        .ends(|scene| scene.server.want_password("wrong")),
    master_down: midway(|scene| scene.server.follow_nobody(false))
        .ends(|scene| scene.server.lead()),
    read_only: midway(|scene| scene.server.follow_nobody(true)).ends(|scene| scene.server.lead()),
    out_of_memory: midway(|scene| scene.server.run_out_of_memory())
        .ends(|scene| scene.server.have_memory()),
    too_many_clients: midway(|scene| {
        scene.server.take_no_clients();
        scene.server.cut_clients();
    })
    .ends(|scene| scene.server.take_clients()),
    clients_killed_again_and_again: midway(|scene| scene.server.cut_clients())
        .again(Duration::from_millis(5))
        .ends(|_| {}),
    busy_with_a_script: midway(|scene| scene.server.run_endless_script())
        .ends(|scene| scene.server.kill_script()),
    not_permitted_to_read: midway(|scene| scene.server.forbid("getrange"))
        .ends(|scene| scene.server.allow("getrange")),
    not_permitted_to_write: midway(|scene| scene.server.forbid("set"))
        .ends(|scene| scene.server.allow("set")),
}
