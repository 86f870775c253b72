//! A server that comes and goes every second: callers get their values, and operators two lines an
//! outage.
//!
//! Twelve seconds of it; a minute where the environment has `DTCACHE_LONG`.

mod callers;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use dtcache::{Breaker, RedisConfig, RedisInstance};
use support::events::{Event, Log};
use support::{Fault, FaultProxy, RedisServer, process, wait};
use tracing::Level;

use callers::{Caller, End, all, call_in_a_task, call_on_a_thread};

const PHASE: Duration = Duration::from_secs(1);

const BUDGET: Duration = Duration::from_millis(100);
/// What a busy machine may add to it.
const SLACK: Duration = Duration::from_millis(500);

/// Of each world.
const CALLERS: usize = 4;

/// Before the first probe at least so much time goes by, and before each later one.
const PROBE_PAUSE: Duration = Duration::from_millis(100);

fn phases() -> usize {
    let is_long = std::env::var_os("DTCACHE_LONG").is_some();
    if is_long { 60 } else { 12 }
}

fn is_aloud(event: &Event) -> bool {
    event.level <= Level::WARN
}

fn is_failed_probe(event: &Event) -> bool {
    event.field("operation") == "probe"
}

fn is_end_of_outage(event: &Event) -> bool {
    is_aloud(event) && !event.field("seconds").is_empty()
}

fn is_any_thread(name: &str) -> bool {
    process::threads().iter().any(|thread| thread == name)
}

/// Has the server away for a phase, and looks at who connects once this is known.
fn be_away(fault: Fault, proxy: &FaultProxy, redis: &RedisInstance, callers: &[Caller], log: &Log) {
    let end = Instant::now() + PHASE;
    proxy.set(fault);
    proxy.cut();
    // A probe that was under way may have had its answer before.
    wait::until("the outage to be noticed", || {
        !is_any_thread("dtcache-probe") && redis.status().breaker() != Breaker::Closed
    });
    // What else was under way: calls, and connections that were being opened for them.
    for caller in callers {
        let calls = caller.calls();
        wait::until("each caller to call anew", || caller.calls() > calls + 1);
    }
    wait::until("nobody to connect", || !is_any_thread("dtcache-connect"));
    let (accepted, probes) = (proxy.accepted(), log.count(is_failed_probe));
    std::thread::sleep(end.saturating_duration_since(Instant::now()));
    let accepted = proxy.accepted() - accepted;
    let probes = log.count(is_failed_probe) - probes;
    // One may be under way.
    let under_way = probes + 1;
    let most = PHASE.as_millis() / PROBE_PAUSE.as_millis();
    println!("{fault:?}: {accepted} connections for {probes} probes");
    assert!(accepted <= under_way, "{accepted} for {under_way} probes");
    assert!((1..=most).contains(&(under_way as u128)), "{under_way}");
}

#[test]
fn a_server_that_flaps_every_second() {
    const TEST: &str = "a_server_that_flaps_every_second";
    if !process::is_child() {
        println!("{}", process::output(TEST));
        return;
    }
    let log = Log::keeping(|event| is_aloud(event) || is_failed_probe(event));
    tracing::subscriber::set_global_default(log.clone()).expect("the first");
    let server = RedisServer::start();
    let proxy = FaultProxy::start(server.port());
    let config = RedisConfig::new().host("127.0.0.1").port(proxy.port());
    let redis = RedisInstance::new(config.budget(BUDGET)).expect("settings");
    let callers: [Caller; 2 * CALLERS] = std::array::from_fn(|_| Caller::default());
    let (threads, tasks) = callers.split_at(CALLERS);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let is_over = AtomicBool::new(false);

    std::thread::scope(|scope| {
        let _end = End(&is_over);
        let (redis, is_over) = (&redis, &is_over);
        for caller in threads {
            scope.spawn(move || call_on_a_thread(redis, caller, is_over));
        }
        scope.spawn(move || {
            let calls = tasks
                .iter()
                .map(|caller| call_in_a_task(redis, caller, is_over));
            runtime.block_on(all(calls.collect()));
        });
        let faults = [Fault::Close, Fault::BlackHole, Fault::Refuse];
        for fault in faults.into_iter().cycle().take(phases() / 2) {
            std::thread::sleep(PHASE);
            be_away(fault, &proxy, redis, &callers, &log);
            proxy.clear();
        }
        wait::until("the cache to be in use again", || {
            redis.status().breaker() == Breaker::Closed
        });
        let hits = redis.stats().total().hits;
        wait::until("hits", || redis.stats().total().hits > hits);
    });

    let longest = callers
        .iter()
        .map(|caller| caller.longest.load(Ordering::SeqCst));
    let longest = Duration::from_micros(longest.max().unwrap_or_default() as u64);
    let calls: usize = callers.iter().map(Caller::calls).sum();
    let (lines, outages) = (log.count(is_aloud), log.count(is_end_of_outage));
    println!("{calls} calls, the longest {longest:?}; {lines} lines, {outages} outages");
    println!("{:?}", redis.stats());
    assert!(longest < BUDGET + SLACK, "{longest:?}");
    // By chance a probe may miss the second in which the server is there.
    assert!(outages >= phases() / 4, "{outages} outages ended");
    // Else nothing was looked at.
    let probes = log.count(is_failed_probe);
    assert!(probes >= phases() / 4, "{probes} probes");
    assert!(lines <= 2 * phases(), "{lines} lines: {:#?}", log.take());
}
