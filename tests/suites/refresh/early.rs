//! Refreshes before the time is over.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, sleep};
use std::time::Duration;

use dtcache::cache_function;
use support::RedisServer;

use super::{LONG, instances};

/// With a β this large the first caller after the body goes, whatever chance says (but for one in e^600).
const CERTAIN: f64 = 1e9;

#[test]
fn one_caller_computes_and_all_others_keep_hitting() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        let runs = AtomicU32::new(0);
        let call = |beta: f64, body: Duration| {
            let call = cache_function("early")
                .redis(&redis)
                .expire(LONG)
                .early(beta);
            call.call(|| {
                sleep(body);
                runs.fetch_add(1, Ordering::SeqCst) + 1
            })
        };
        let short = Duration::from_millis(5);
        assert_eq!(call(1.0, short), 1);
        assert_eq!(
            call(1.0, short),
            1,
            "ten minutes are left of a body of 5 ms"
        );
        thread::scope(|scope| {
            let chosen = scope.spawn(|| call(CERTAIN, Duration::from_millis(200)));
            sleep(Duration::from_millis(50));
            for _ in 0..20 {
                assert_eq!(call(CERTAIN, short), 1, "somebody is at it");
            }
            assert_eq!(chosen.join().unwrap(), 2);
        });
        assert_eq!(call(1.0, short), 2);
    }
}

#[test]
fn an_error_of_a_refresh_that_was_not_due_is_not_seen() {
    let server = RedisServer::start();
    for redis in instances(&server) {
        let call = |body: fn() -> Result<u32, &'static str>| {
            let call = cache_function("error")
                .redis(&redis)
                .expire(LONG)
                .early(CERTAIN);
            call.try_call(move || {
                sleep(Duration::from_millis(5));
                body()
            })
        };
        assert_eq!(call(|| Ok(1)), Ok(1));
        assert_eq!(call(|| Err("too early")), Ok(1));
        assert_eq!(redis.stats().total().stale, 0);
    }
}
