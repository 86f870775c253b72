//! What each method does and says.

use std::time::Duration;

use dtcache::{ErrorKind, Expire, TimeToLive, cache_function};
use support::oracle::{Described, Oracle};
use support::{entry, wait};

use crate::each;

const MINUTE: Duration = Duration::from_secs(60);

fn minute() -> Expire {
    Expire::from(MINUTE)
}

#[test]
fn key_is_the_one_of_the_call() {
    each(|case| {
        let entry = case.entry::<u32>("user", 7, minute());
        let key = cache_function("user").arg("id", &7).key().expect("a key");
        assert_eq!(entry.key(), Ok(key.as_str()));
        entry.put(&1).expect("a server");
        assert!(case.redis.entry(&key).expect("a server").is_some());
    });
}

#[test]
fn peek_finds_what_stands_there_and_runs_nothing() {
    each(|case| {
        let text = |id| case.entry::<String>("text", id, minute());
        assert_eq!(text(1).peek(), Ok(None));
        text(1).put(&"one".to_owned()).expect("a server");
        assert_eq!(text(1).peek(), Ok(Some("one".to_owned())));
        assert_eq!(text(2).peek(), Ok(None));
        let key = text(2).key().expect("a key").to_owned();
        if case.foreign(&key, &entry::encode("\"\\u00e9\"")) {
            assert_eq!(text(2).peek(), Ok(Some("é".to_owned())));
        }
        if case.foreign(&key, &entry::encode("null")) {
            assert_eq!(text(2).peek(), Ok(None), "as good as nothing");
        }
    });
}

#[test]
fn peek_says_what_is_wrong_with_an_entry() {
    each(|case| {
        let number = case.entry::<u32>("number", 1, minute());
        let key = number.key().expect("a key").to_owned();
        case.entry::<String>("number", 1, minute())
            .put(&"seven".to_owned())
            .expect("a server");
        let error = number.peek().expect_err("another type");
        assert_eq!(error.kind(), ErrorKind::TypeMismatch);
        assert_eq!(error.operation(), "decode");
        assert!(!error.to_string().contains("seven"), "{error}");
        if case.foreign(&key, b"no zlib stream") {
            let error = number.peek().expect_err("no entry");
            assert_eq!(error.kind(), ErrorKind::Corrupt);
        }
        if let Some(server) = &case.server {
            server.raw::<()>(&["DEL", &key]);
            server.raw::<()>(&["RPUSH", &key, "a list"]);
            let error = number.peek().expect_err("a list");
            assert_eq!(error.kind(), ErrorKind::TypeMismatch);
            assert_eq!(error.operation(), "get");
            assert_eq!(error.address(), Some(server.url().as_str()));
        }
    });
}

#[test]
fn put_overwrites_whatever_is_there() {
    each(|case| {
        let number = case.entry::<u32>("number", 1, minute());
        assert_eq!((number.put(&1), number.put(&2)), (Ok(true), Ok(true)));
        assert_eq!(number.peek(), Ok(Some(2)));
        if let Some(server) = &case.server {
            let key = number.key().expect("a key");
            server.raw::<()>(&["DEL", key]);
            server.raw::<()>(&["RPUSH", key, "a list"]);
            assert_eq!(number.put(&3), Ok(true));
            assert_eq!(number.peek(), Ok(Some(3)));
        }
    });
}

#[test]
fn python_reads_what_was_put() {
    let mut oracle = Oracle::start();
    let oracle = std::cell::RefCell::new(&mut oracle);
    each(|case| {
        let pairs = case.entry::<(String, Vec<f64>)>("pairs", 1, minute());
        let value = ("Zürich".to_owned(), vec![0.1, 1e300]);
        assert_eq!(pairs.put(&value), Ok(true));
        let key = pairs.key().expect("a key");
        let stored = match &case.server {
            Some(server) => server.get(key),
            None => case.redis.entry(key).expect("always there"),
        };
        let floats = value.1.iter().map(|float| Described::float(*float));
        let expected = [Described::text("Zürich"), Described::list(floats)];
        let read = oracle.borrow_mut().read(&[stored.expect("an entry")]);
        assert_eq!(read, [Some(Described::list(expected))]);
        let written = oracle.borrow_mut().write(&[Described::int(7)]);
        let number = case.entry::<u32>("number", 1, minute());
        if case.foreign(number.key().expect("a key"), &written[0]) {
            assert_eq!(number.peek(), Ok(Some(7)));
        }
    });
}

/// What is not stored must not leave the old value to be served.
#[test]
fn a_value_that_is_not_stored_takes_the_old_one_away() {
    each(|case| {
        let found = case.entry::<Option<u32>>("found", 1, minute());
        assert_eq!(found.put(&Some(1)), Ok(true));
        assert_eq!(found.put(&None), Ok(false), "its JSON is null");
        assert_eq!(found.ttl(), Ok(TimeToLive::Absent));

        assert_eq!(found.put(&Some(1)), Ok(true));
        let over = case.entry::<Option<u32>>("found", 1, Expire::from(0));
        assert_eq!(over.put(&Some(2)), Ok(false), "it would live for no time");
        assert_eq!(found.ttl(), Ok(TimeToLive::Absent));
        assert_eq!(over.put(&Some(2)), Ok(false), "and there was nothing");
    });
}

#[test]
fn a_value_that_cannot_be_stored_changes_nothing() {
    each(|case| {
        let number = case.entry::<f64>("number", 1, minute());
        assert_eq!(number.put(&1.5), Ok(true));
        let error = number.put(&f64::NAN).expect_err("JSON has no NaN");
        assert_eq!(error.kind(), ErrorKind::Unencodable);
        assert_eq!(error.operation(), "encode");
        assert_eq!(number.peek(), Ok(Some(1.5)));
    });
}

#[test]
fn invalidate_says_whether_there_was_one() {
    each(|case| {
        let number = |id| case.entry::<u32>("number", id, minute());
        for id in [1, 2] {
            number(id).put(&id).expect("a server");
        }
        assert_eq!(number(1).invalidate(), Ok(true));
        assert_eq!(number(1).invalidate(), Ok(false));
        assert_eq!(
            (number(1).peek(), number(2).peek()),
            (Ok(None), Ok(Some(2)))
        );
    });
}

#[test]
fn ttl_is_what_the_function_says() {
    each(|case| {
        let number = |id, expire| case.entry::<u32>("number", id, expire);
        assert_eq!(number(1, minute()).ttl(), Ok(TimeToLive::Absent));
        number(1, Expire::never()).put(&1).expect("a server");
        assert_eq!(number(1, minute()).ttl(), Ok(TimeToLive::Forever));
        number(1, minute()).put(&1).expect("a server");
        let Ok(TimeToLive::Left(left)) = number(1, minute()).ttl() else {
            panic!("it expires")
        };
        assert!(left <= MINUTE && left > MINUTE / 2, "{left:?}");
        if let Some(server) = &case.server {
            let pttl = server.pttl(number(1, minute()).key().expect("a key"));
            assert!(Duration::from_millis(pttl.unsigned_abs()) <= left);
        }
    });
}

#[test]
fn ttl_comes_to_an_end() {
    each(|case| {
        let brief = case.entry::<u32>("brief", 1, Duration::from_millis(40).into());
        brief.put(&1).expect("a server");
        let mut last = Duration::from_millis(40);
        wait::until("the entry to expire", || match brief.ttl() {
            Ok(TimeToLive::Left(left)) => {
                assert!(left <= last, "it only gets shorter");
                last = left;
                false
            }
            ttl => ttl == Ok(TimeToLive::Absent),
        });
        assert_eq!(brief.invalidate(), Ok(false), "there is nothing any more");
        assert_eq!(brief.peek(), Ok(None));
    });
}
