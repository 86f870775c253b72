//! A server that goes and comes back, with all that is said about it.

use dtcache::{Breaker, RedisConfig, cache_function};
use support::{RedisServer, port, wait};

use crate::everything::{ask, instance, user};
use crate::marks::{ARGUMENT, ENCODED, PASSWORD};
use crate::said::Said;

pub(crate) fn come_and_go(said: &mut Said) {
    let nobody = RedisConfig::new().host("127.0.0.1").port(port::free());
    ask(said, &instance(nobody.username("app").password(PASSWORD)));
    let nobody = format!("redis://app:{ENCODED}@127.0.0.1:{}/3", port::free());
    ask(said, &instance(RedisConfig::new().url(nobody)));
    ask(
        said,
        &instance(RedisConfig::new().url(format!("redis://app:{ENCODED}@nobody.invalid"))),
    );

    let server = RedisServer::options().password("MarkedPa55").start();
    let config = RedisConfig::new().host("127.0.0.1").port(server.port());
    let redis = instance(config.password("MarkedPa55"));
    ask(said, &redis);
    server.kill();
    ask(said, &redis);
    assert_ne!(redis.status().breaker(), Breaker::Closed);
    let (mut calls, failed) = (0, redis.status().lasted());
    said.show(&failed);
    wait::until("some probes", || {
        cache_function("away")
            .redis(&redis)
            .arg("who", ARGUMENT)
            .call(user);
        calls += 1;
        redis.status().lasted() > Some(std::time::Duration::from_millis(500))
    });
    server.restart();
    wait::until("it to be in use", || {
        redis.status().breaker() == Breaker::Closed
    });
    ask(said, &redis);
}
