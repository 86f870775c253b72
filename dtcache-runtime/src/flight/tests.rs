//! What callers of one key are told.

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};
use std::thread;

use super::following::Followed;
use super::*;

const LONG: Duration = Duration::from_secs(10);

fn flights() -> Flights {
    Flights::new(Duration::from_millis(100))
}

fn shared<'f>(flights: &'f Flights, key: &'f str) -> Begun<'f> {
    flights.begin(key, Company::Shared, Instant::now())
}

fn leader<'f>(flights: &'f Flights, key: &'f str) -> Load<'f> {
    match shared(flights, key) {
        Begun::Load(load) => load,
        _ => panic!("nobody was there before"),
    }
}

fn follower(flights: &Flights, key: &str) -> Following {
    match shared(flights, key) {
        Begun::Follow(following) => following,
        _ => panic!("there is a leader"),
    }
}

fn followed(following: &Following) -> Option<Followed> {
    following.wait_until(Instant::now())
}

#[test]
fn the_first_one_loads_and_all_others_get_its_result() {
    let flights = flights();
    let runs = AtomicUsize::new(0);
    let before = Instant::now();
    thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| match flights.begin("k", Company::Shared, before) {
                Begun::Load(mut load) => {
                    runs.fetch_add(1, Ordering::Relaxed);
                    load.land("result".into(), None);
                }
                Begun::Follow(following) => {
                    let followed = following.wait_until(Instant::now() + LONG);
                    assert_eq!(followed, Some(Followed::Entry("result".into())));
                }
                Begun::Given(entry) => assert_eq!(entry, "result"),
                Begun::LookAgain | Begun::UnderWay => panic!("there is a result"),
            });
        }
    });
    assert_eq!((runs.into_inner(), flights.keys()), (1, 0));
}

#[test]
fn distinct_keys_have_nothing_to_do_with_each_other() {
    let flights = flights();
    let _one = leader(&flights, "one");
    let _other = leader(&flights, "other");
    assert_eq!(flights.keys(), 2);
}

#[test]
fn a_leader_that_is_gone_releases_all() {
    let flights = flights();
    let load = leader(&flights, "k");
    let followers: Vec<_> = (0..3).map(|_| follower(&flights, "k")).collect();
    assert!(followers.iter().all(|it| followed(it).is_none()));
    drop(load);
    assert!(
        followers
            .iter()
            .all(|it| followed(it) == Some(Followed::Nothing))
    );
    assert_eq!(flights.keys(), 0);
    leader(&flights, "k");
}

#[test]
fn followers_that_are_gone_leave_nothing_behind() {
    let flights = flights();
    let mut load = leader(&flights, "k");
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..3 {
        let following = follower(&flights, "k");
        assert!(pin!(following.wait()).poll(&mut context).is_pending());
    }
    load.land(Bytes::new(), None);
    drop(load);
    assert_eq!(flights.keys(), 0);
}

#[test]
fn who_had_looked_before_the_end_gets_the_result_after_it() {
    let flights = flights();
    let before = Instant::now();
    let mut load = leader(&flights, "k");
    load.land("result".into(), None);
    drop(load);
    let begun = flights.begin("k", Company::Shared, before);
    assert!(matches!(begun, Begun::Given(entry) if entry == "result"));
    // Whoever begins now has looked after it was stored.
    leader(&flights, "k");
}

#[test]
fn who_had_looked_before_it_was_stored_looks_again() {
    let flights = flights();
    let before = Instant::now();
    let mut load = leader(&flights, "k");
    let early = follower(&flights, "k");
    assert!(load.stores());
    load.share(b"result", None);
    assert_eq!(followed(&early), Some(Followed::Entry("result".into())));
    load.has_stored();
    drop(load);
    let begun = flights.begin("k", Company::Shared, before);
    assert!(matches!(begun, Begun::LookAgain));
    // Whoever begins now has looked after it was stored.
    leader(&flights, "k");
}

#[test]
fn keys_that_end_alike_know_nothing_of_each_other() {
    let flights = flights();
    let before = Instant::now();
    let mut load = leader(&flights, "user:8c6976e5b5410415bde908bd4dee15df");
    assert!(load.stores());
    load.has_stored();
    drop(load);
    let other = "order:8c6976e5b5410415bde908bd4dee15df";
    let begun = flights.begin(other, Company::Shared, before);
    assert!(matches!(begun, Begun::Load(_)));
}

#[test]
fn who_joins_while_it_is_stored_gets_it_or_looks_again() {
    let flights = flights();
    for shares in [false, true] {
        let mut load = leader(&flights, "k");
        let _early = shares.then(|| follower(&flights, "k"));
        assert!(load.stores());
        load.share(b"result", None);
        let late = follower(&flights, "k");
        load.has_stored();
        drop(load);
        let expected = if shares {
            Followed::Entry("result".into())
        } else {
            Followed::LookAgain
        };
        assert_eq!(followed(&late), Some(expected));
    }
}

#[test]
fn what_lingers_is_bounded() {
    let flights = Flights::new(LONG);
    let before = Instant::now();
    for number in 0..100_000 {
        let key = number.to_string();
        let mut load = leader(&flights, &key);
        load.land(vec![0; 1000].into(), None);
    }
    let lingers = |number: &usize| {
        let key = number.to_string();
        let begun = flights.begin(&key, Company::Shared, before);
        matches!(begun, Begun::Given(_))
    };
    let count = (0..100_000).filter(lingers).count();
    assert!(count > 1000 && count <= SHARDS * 128, "{count}");
}

#[test]
fn an_invalidation_wins_over_what_is_under_way() {
    let flights = flights();
    let before = Instant::now();
    let mut load = leader(&flights, "k");
    let early = follower(&flights, "k");
    assert!(flights.invalidate("k").is_none());
    let mut newer = leader(&flights, "k");
    let late = follower(&flights, "k");

    load.land("old".into(), None);
    assert!(!load.stores(), "not stored");
    drop(load);
    assert_eq!(
        followed(&early),
        Some(Followed::Entry("old".into())),
        "who began before gets it"
    );
    assert_eq!(followed(&late), None, "who began after does not");
    newer.land("new".into(), None);
    assert!(newer.stores());
    drop(newer);
    assert_eq!(followed(&late), Some(Followed::Entry("new".into())));
    let begun = flights.begin("k", Company::Shared, before);
    assert!(matches!(begun, Begun::Given(entry) if entry == "new"));
    assert_eq!(flights.keys(), 0);
}

#[test]
fn an_invalidation_waits_for_what_is_being_stored() {
    let flights = flights();
    let before = Instant::now();
    let mut load = leader(&flights, "k");
    load.land("old".into(), None);
    assert!(load.stores());
    let stores = flights.invalidate("k").expect("one is on its way");
    assert_eq!(stores.wait_until(Instant::now()), None);
    drop(load);
    assert_eq!(stores.wait_until(Instant::now()), Some(()));
    let begun = flights.begin("k", Company::Shared, before);
    assert!(matches!(begun, Begun::Load(_)), "nothing lingers");
}

#[test]
fn a_load_of_its_own_is_invalidated_as_well() {
    let flights = flights();
    let Begun::Load(mut load) = flights.begin("k", Company::None, Instant::now()) else {
        panic!("it asks nobody");
    };
    assert!(flights.invalidate("k").is_none());
    assert!(!load.stores());
}

#[test]
fn a_body_that_asks_for_its_own_key_computes() {
    let flights = flights();
    let load = leader(&flights, "k");
    load.led(|| assert!(matches!(shared(&flights, "k"), Begun::Load(_))));
    futures_executor::block_on(load.led_async(pin!(async {
        assert!(matches!(shared(&flights, "k"), Begun::Load(_)));
    })));
    follower(&flights, "k");
}

#[test]
fn a_result_may_be_for_those_alone_who_began_before_it() {
    let flights = flights();
    let mut load = leader(&flights, "k");
    let early = follower(&flights, "k");
    let stored = Instant::now();
    let late = follower(&flights, "k");
    assert!(load.stores());
    load.share(b"result", Some(stored));
    assert_eq!(followed(&early), Some(Followed::Entry("result".into())));
    assert_eq!(followed(&late), Some(Followed::Late("result".into())));
}

#[test]
fn an_early_refresh_is_left_to_whoever_is_at_it() {
    let flights = flights();
    let unless = || flights.begin("k", Company::Unless, Instant::now());
    let Begun::Load(load) = unless() else {
        panic!("nobody is at it");
    };
    assert!(matches!(unless(), Begun::UnderWay));
    assert!(flights.is_under_way("k"));
    drop(load);
    assert!(!flights.is_under_way("k"));
}

#[test]
fn nobody_is_let_in_where_nothing_will_be_shared() {
    let flights = flights();
    let load = leader(&flights, "k");
    assert!(load.closes_unfollowed());
    let followed = leader(&flights, "k");
    follower(&flights, "k");
    assert!(!followed.closes_unfollowed());
}
