//! `reset` while a connection is being opened: that one belongs to the time before.

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};

use dtcache::redis;
use dtcache::{AsyncRedisConnection, RedisConnection, RedisInstance};
use support::fake::{Answer, FakeServer, Words};
use support::wait;

use crate::world::{config, made, runtime};

/// A server whose first connection is opened when the test says so.
struct Slow {
    server: FakeServer,
    redis: RedisInstance,
    /// Dropped, it lets the first connection open.
    gate: Mutex<Option<Sender<()>>>,
    /// The connections that commands came on, other than those that open a connection.
    used: Arc<Mutex<Vec<usize>>>,
}

impl Slow {
    fn start() -> Self {
        let (gate, opened) = mpsc::channel::<()>();
        let opened = Mutex::new(opened);
        let used = Arc::new(Mutex::new(Vec::new()));
        let server = FakeServer::start_each({
            let used = Arc::clone(&used);
            move |connection, words| {
                if words.first().is_none_or(|name| name != b"AUTH") {
                    used.lock().expect("no panic").push(connection);
                } else if connection == 0 {
                    let _ = opened.lock().expect("no panic").recv();
                }
                Answer::Bytes(reply(words))
            }
        });
        let redis = made(config(server.port()).password("secret"));
        Self {
            server,
            redis,
            gate: Mutex::new(Some(gate)),
            used,
        }
    }

    fn open_the_gate(&self) {
        *self.gate.lock().expect("no panic") = None;
    }

    fn wait_for_the_attempt(&self) {
        wait::until("the first connection to be under way", || {
            self.server.commands().contains(&"AUTH".to_owned())
        });
    }

    /// What commands come on from now on.
    fn forget_what_was_used(&self) {
        self.used.lock().expect("no panic").clear();
    }

    #[track_caller]
    fn the_first_is_unused(&self) {
        let used = self.used.lock().expect("no panic");
        assert!(!used.is_empty() && !used.contains(&0), "{used:?}");
    }
}

fn reply(words: &Words) -> Vec<u8> {
    match words.as_slice() {
        // A check may send a text and want it back.
        [name, text] if name == b"PING" => {
            let length = format!("${}\r\n", text.len());
            [length.as_bytes(), text, b"\r\n"].concat()
        }
        [name] if name == b"PING" => b"+PONG\r\n".to_vec(),
        _ => b"+OK\r\n".to_vec(),
    }
}

#[test]
fn a_sync_call() {
    let slow = Slow::start();
    let redis = &slow.redis;
    std::thread::scope(|scope| {
        let early = scope.spawn(|| redis.ping());
        slow.wait_for_the_attempt();
        redis.reset();
        redis.ping().expect("the first one is not waited for");
        slow.the_first_is_unused();
        slow.open_the_gate();
        early.join().expect("no panic").expect("an answer");
    });
    slow.forget_what_was_used();
    for _ in 0..3 {
        redis.ping().expect("an answer");
    }
    slow.the_first_is_unused();
}

/// Who waits for the first one gets another, although nobody else comes to ask for one.
#[test]
fn a_sync_call_alone() {
    let slow = Slow::start();
    std::thread::scope(|scope| {
        let call = scope.spawn(|| slow.redis.ping());
        slow.wait_for_the_attempt();
        slow.redis.reset();
        call.join().expect("no panic").expect("an answer");
        slow.the_first_is_unused();
        slow.open_the_gate();
    });
}

#[test]
fn an_async_call() {
    let slow = Slow::start();
    let runtime = runtime();
    let ping = || {
        let redis = slow.redis.clone();
        async move { redis.ping_async().await }
    };
    let early = runtime.spawn(ping());
    slow.wait_for_the_attempt();
    slow.redis.reset();
    let other = runtime.block_on(ping());
    other.expect("the first one is not waited for");
    slow.the_first_is_unused();
    slow.open_the_gate();
    let early = runtime.block_on(early).expect("no panic");
    early.expect("an answer");

    slow.forget_what_was_used();
    for _ in 0..3 {
        runtime.block_on(ping()).expect("an answer");
    }
    slow.the_first_is_unused();
}

/// Nobody asks before the attempt is over, so nothing but the reset says that it is an old one.
#[test]
fn an_async_call_after_the_attempt() {
    let slow = Slow::start();
    let runtime = runtime();
    let ping = || {
        let redis = slow.redis.clone();
        async move { redis.ping_async().await }
    };
    let early = runtime.spawn(ping());
    slow.wait_for_the_attempt();
    slow.redis.reset();
    slow.open_the_gate();
    let early = runtime.block_on(early).expect("no panic");
    early.expect("an answer");

    slow.forget_what_was_used();
    runtime.block_on(ping()).expect("an answer");
    slow.the_first_is_unused();
}

#[test]
fn a_loan() {
    let slow = Slow::start();
    let redis = &slow.redis;
    let use_it = |mut lent: RedisConnection| redis::cmd("PING").exec(&mut lent);
    std::thread::scope(|scope| {
        let early = scope.spawn(|| redis.get_redis());
        slow.wait_for_the_attempt();
        redis.reset();
        slow.open_the_gate();
        let lent = early.join().expect("no panic").expect("a connection");
        // Whoever asked before may use it; it does not go back to the pool.
        use_it(lent).expect("an answer");
    });
    slow.forget_what_was_used();
    for _ in 0..3 {
        use_it(redis.get_redis().expect("a connection")).expect("an answer");
    }
    slow.the_first_is_unused();
}

#[test]
fn an_async_loan() {
    async fn use_it(mut lent: AsyncRedisConnection) {
        let answer = redis::cmd("PING").exec_async(&mut lent).await;
        answer.expect("an answer");
    }
    let slow = Slow::start();
    let runtime = runtime();
    let lend = || {
        let redis = slow.redis.clone();
        async move { redis.get_async_redis().await.expect("a connection") }
    };
    let early = runtime.spawn(lend());
    slow.wait_for_the_attempt();
    slow.redis.reset();
    slow.open_the_gate();
    runtime.block_on(async { use_it(early.await.expect("no panic")).await });

    slow.forget_what_was_used();
    for _ in 0..3 {
        runtime.block_on(async { use_it(lend().await).await });
    }
    slow.the_first_is_unused();
}
