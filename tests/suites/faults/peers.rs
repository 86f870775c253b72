//! What may answer in a server's place.

use std::time::Duration;

use support::fake::FakeServer;

use crate::experiment::{Experiment, Way};
use crate::faults;
use crate::scene::Scene;

fn midway(begin: fn(&Scene)) -> Experiment {
    Experiment::midway(Way::Proxied, begin).ends(Scene::restore)
}

faults! {
    loading: midway(|scene| scene.replace(FakeServer::loading())),
    no_redis: midway(|scene| {
        let page = *b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        scene.replace(FakeServer::answering(page));
    }),
    unknown_error: midway(|scene| {
        scene.replace(FakeServer::answering(*b"-WHATEVER nobody knows this one\r\n"));
    }),
    random_bytes: midway(|scene| scene.replace(FakeServer::babbling(7))),
    dripping: midway(|scene| {
        let pause = Duration::from_millis(30);
        scene.replace(FakeServer::dripping(*b"$-1\r\n", pause));
    }),
    silent_at_start: Experiment::at_start(Way::Proxied, |scene| {
        scene.replace(FakeServer::black_hole());
    })
    .ends(Scene::restore),
}
