//! What types print, where nothing is wrong.

use std::time::Duration;

use dtcache::{
    Breaker, Codec, Error, Expire, RedisConfig, RedisInstance, Scope, TimeToLive, Write,
    acache_function, cache_function,
};

use crate::everything::{self, User, user};
use crate::marks::{ARGUMENT, ENCODED, PASSWORD, VALUE};
use crate::said::Said;

pub(crate) fn are_shown(said: &mut Said) {
    let parts = RedisConfig::new().username("app").password(PASSWORD);
    for config in [
        parts.clone(),
        parts.clone().ssl(true),
        RedisConfig::new().url(format!("redis://app:{ENCODED}@localhost:1/0")),
        RedisConfig::new().url(format!("redis://:{ENCODED}@localhost:1/3")),
        RedisConfig::new().url(format!("rediss://app:{ENCODED}@localhost:1/3")),
        RedisConfig::new().url(format!("redis+unix:///nowhere?db=1&pass={ENCODED}")),
    ] {
        said.show(&config);
        let redis = RedisInstance::new(config).expect("settings that are right");
        said.instance(&redis);
        said.show(&redis.get_redis_client().expect("a client"));
        // Their address as well.
        said.fails(redis.ping());
        calls(said, &redis);
    }
    let embedded = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
    everything::ask(said, &embedded);
    said.fails::<()>(embedded.get_redis_client().map(drop));
    said.show(&[Breaker::Closed, Breaker::Open, Breaker::HalfOpen]);
    said.show(&(Codec::Json, Codec::Compact, Write::Wait, Write::Background));
    said.show(&(Expire::from(7), TimeToLive::Left(Duration::from_secs(7))));
    said.show(&Scope::new().refresh());
    said.show(&None::<Error>);
}

fn calls(said: &mut Said, redis: &RedisInstance) {
    let scope = Scope::new().redis(redis).read_only();
    said.show(&scope);
    let call = || cache_function("shown").redis(redis).arg("who", ARGUMENT);
    let condition = |user: &User| user.name == VALUE;
    said.show(&call());
    said.show(&call().cache_if(condition));
    said.show(&call().entry::<User>());
    let call = || acache_function("shown").redis(redis).arg("who", ARGUMENT);
    said.show(&call().cache_if(condition));
    said.show(&call().entry::<User>());
    said.show(&scope.run_async(call().call_sync(user)));
}
