//! What a thread sees of the scopes that it has entered.

use super::*;
use crate::RedisConfig;

fn embedded() -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url("memory://")).expect("good settings")
}

fn mode() -> Option<Mode> {
    current().mode()
}

#[test]
fn the_last_mode_holds() {
    let scope = Scope::new().bypass().read_only().refresh();
    assert_eq!(scope.run(mode), Some(Mode::Refresh));
    assert_eq!(mode(), None);
}

#[test]
fn an_inner_scope_inherits_what_it_does_not_set() {
    let redis = embedded();
    let has_redis = || current().redis.is_some();
    Scope::new().refresh().run(|| {
        Scope::new().redis(&redis).run(|| {
            assert_eq!((mode(), has_redis()), (Some(Mode::Refresh), true));
            Scope::new().bypass().run(|| {
                assert_eq!((mode(), has_redis()), (Some(Mode::Bypass), true));
            });
            assert_eq!((mode(), has_redis()), (Some(Mode::Refresh), true));
        });
        assert_eq!((mode(), has_redis()), (Some(Mode::Refresh), false));
    });
    assert_eq!((mode(), has_redis()), (None, false));
}

#[test]
fn a_panic_ends_the_scope_it_leaves() {
    Scope::new().read_only().run(|| {
        let inner = Scope::new().bypass();
        let panicked = std::panic::catch_unwind(|| inner.run(|| panic!("as asked for")));
        assert!(panicked.is_err());
        assert_eq!(mode(), Some(Mode::ReadOnly));
    });
    assert_eq!(mode(), None);
}

#[test]
fn another_thread_does_not_inherit_it() {
    Scope::new().bypass().run(|| {
        let seen = std::thread::spawn(mode).join().expect("no panic");
        assert_eq!(seen, None);
        assert_eq!(mode(), Some(Mode::Bypass));
    });
}

/// Thread-locals of the user's may make cached calls while their thread ends.
#[test]
fn the_end_of_a_thread_is_no_panic() {
    struct AtTheEnd;
    impl Drop for AtTheEnd {
        fn drop(&mut self) {
            assert_eq!(mode(), None);
            assert_eq!(Scope::new().bypass().run(|| 1), 1);
        }
    }
    thread_local!(static END: AtTheEnd = const { AtTheEnd });
    let thread = std::thread::spawn(|| {
        // Made first, and so dropped after the scope's own.
        END.with(|_| ());
        Scope::new().redis(&embedded()).run(mode)
    });
    assert!(thread.join().is_ok());
}

#[test]
fn debug_shows_no_secret() {
    let config = RedisConfig::new().host("localhost").password("hunter2");
    let redis = RedisInstance::new(config).expect("good settings");
    let shown = format!("{:?}", Scope::new().bypass().redis(&redis));
    assert!(shown.contains("Bypass") && shown.contains("localhost"));
    assert!(!shown.contains("hunter2"), "{shown}");
}
