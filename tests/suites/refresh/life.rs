//! Lives from chance and from the value.

use std::time::Duration;

use dtcache::{RedisConfig, RedisInstance, cache_function};
use serde::{Deserialize, Serialize};
use support::RedisServer;

use super::{at, left};

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn lives_are_shortened_apart_and_never_lengthened() {
    let server = RedisServer::start();
    let jittered = RedisInstance::new(RedisConfig::new().url(server.url()).jitter(10)).unwrap();
    let plain = at(server.url());
    let lives = |redis: &RedisInstance, own: Option<u8>| -> Vec<Duration> {
        let store = |id: u32| {
            let call = cache_function("life")
                .redis(redis)
                .expire(HOUR)
                .arg("id", &id);
            let call = match own {
                Some(per_cent) => call.jitter(per_cent),
                None => call,
            };
            call.call(|| id);
            let key = cache_function("life").arg("id", &id).key().unwrap();
            let left = left(&server, &key);
            plain.delete(&key).unwrap();
            left
        };
        (0..200).map(store).collect()
    };
    let range = |lives: &[Duration]| {
        let seconds = lives.iter().map(Duration::as_secs);
        (seconds.clone().min().unwrap(), seconds.max().unwrap())
    };
    for (lives, least) in [
        (lives(&plain, Some(10)), 54 * 60),
        (lives(&jittered, None), 54 * 60),
        (lives(&jittered, Some(50)), 30 * 60),
    ] {
        let (shortest, longest) = range(&lives);
        assert!(
            shortest + 1 >= least && longest <= 3600,
            "{shortest} {longest}"
        );
        assert!(
            longest - shortest > (3600 - least) / 2,
            "{shortest} {longest}"
        );
    }
    for lives in [lives(&plain, None), lives(&jittered, Some(0))] {
        assert!(range(&lives).0 > 3540);
    }
}

/// Of 100,000 keys written together, in a quarter of the time that their lives differ by.
#[test]
fn no_second_has_much_more_than_its_share() {
    const KEYS: usize = 100_000;
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url()).jitter(10)).unwrap();
    for id in 0..KEYS {
        let call = cache_function("many")
            .redis(&redis)
            .expire(HOUR)
            .arg("id", &id);
        call.write(dtcache::Write::Wait).call(|| id);
    }
    let script = "local ends = {} \
        for _, key in ipairs(redis.call('KEYS', 'many:*')) do \
            local second = math.floor(redis.call('PEXPIRETIME', key) / 1000) \
            ends[second] = (ends[second] or 0) + 1 \
        end \
        local most, all = 0, 0 \
        for _, count in pairs(ends) do most = math.max(most, count); all = all + count end \
        return {most, all}";
    let (most, all): (usize, usize) = server.raw(&["EVAL", script, "0"]);
    assert_eq!(all, KEYS);
    // They were written over some seconds more, which only spreads them further.
    let share = KEYS / 360;
    assert!(
        2 * most < 3 * share,
        "{most} in one second, {share} is its share"
    );
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Token {
    text: String,
    lives: u64,
}

fn token(lives: u64) -> Token {
    Token {
        text: "secret".to_owned(),
        lives,
    }
}

#[test]
fn the_value_says_how_long_it_lives() {
    let server = RedisServer::start();
    let redis = at(server.url());
    let call = |lives: u64| {
        let call = cache_function("token").redis(&redis).expire(HOUR);
        call.expire_by(|token: &Token| token.lives)
            .call(|| token(lives))
    };
    assert_eq!(call(0), token(0), "not stored");
    assert_eq!(call(300), token(300));
    let left = left(&server, "token");
    assert!(
        left > Duration::from_secs(290) && left <= Duration::from_secs(300),
        "{left:?}"
    );
}

#[test]
fn a_closure_that_panics_stores_nothing_and_loses_nothing() {
    let server = RedisServer::start();
    let redis = at(server.url());
    let call = cache_function("token").redis(&redis);
    let value = call
        .expire_by(|_: &Token| -> u64 { panic!("a bug in the closure") })
        .call(|| token(1));
    assert_eq!(value, token(1));
    let counts = redis.stats().total();
    assert_eq!((counts.stored, counts.errors), (0, 1));
}
