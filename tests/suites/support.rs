//! The support itself: a test is worth what its servers and its log of events are worth.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use support::fake::{FakeServer, FullQueue};
use support::transcript::Transcript;
use support::{DelayProxy, RedisServer, events, port, process, wait};

#[test]
fn a_server_answers_and_is_gone_when_dropped() {
    let server = RedisServer::start();
    server.set("key", b"\x00\xff");
    assert_eq!(server.get("key").as_deref(), Some(b"\x00\xff".as_slice()));
    assert_eq!(server.keys(), ["key"]);
    assert!(
        server.clients().is_empty(),
        "the test's own connection is left out"
    );
    let port = server.port();
    drop(server);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn a_server_that_nobody_drops_ends_with_its_process() {
    const FILE: &str = "DTCACHE_TEST_FILE";
    if process::is_child() {
        let server = RedisServer::start();
        let file = std::env::var_os(FILE).expect("set by the parent");
        std::fs::write(file, server.port().to_string()).expect("the parent's file");
        std::mem::forget(server);
        return;
    }
    let file = tempfile::NamedTempFile::new().expect("a temp file");
    let name = "a_server_that_nobody_drops_ends_with_its_process";
    process::child_with_env(name, [(FILE, file.path())]);
    let port = std::fs::read_to_string(file.path()).expect("the child's port");
    let port = port.parse().expect("a number");
    wait::until("the server to end", || {
        TcpStream::connect(("127.0.0.1", port)).is_err()
    });
}

#[test]
fn a_server_can_be_killed_and_started_again() {
    let server = RedisServer::options().password("it's secret").start();
    server.set("key", b"value");
    server.kill();
    assert!(TcpStream::connect(("127.0.0.1", server.port())).is_err());
    server.restart();
    assert!(TcpStream::connect(("127.0.0.1", server.port())).is_ok());
    assert_eq!(server.get("key"), None);
}

#[test]
fn a_paused_server_accepts_and_does_not_answer() {
    let server = RedisServer::start();
    let mut peer = TcpStream::connect(("127.0.0.1", server.port())).expect("it listens");
    server.pause();
    peer.set_read_timeout(Some(Duration::from_millis(50)))
        .expect("a timeout");
    peer.write_all(b"PING\r\n")
        .expect("the system takes the bytes");
    let mut answer = [0; 7];
    assert!(peer.read(&mut answer).is_err());
    server.resume();
    peer.set_read_timeout(Some(wait::PATIENCE))
        .expect("a timeout");
    peer.read_exact(&mut answer).expect("it goes on");
    assert_eq!(&answer, b"+PONG\r\n");
}

#[test]
fn a_server_with_tls_speaks_no_plain_text() {
    let server = RedisServer::options().tls().start();
    assert!(server.authority().exists());
    let mut peer = TcpStream::connect(("127.0.0.1", server.port())).expect("it listens");
    peer.write_all(b"PING\r\n")
        .expect("the system takes the bytes");
    let mut answer = Vec::new();
    let _ = peer.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"+PONG"), "{answer:?}");
}

#[test]
fn a_false_server_answers_by_its_script() {
    let server = FakeServer::start(|words| match words.as_slice() {
        [name, word] if name == b"ECHO" => Some([b"+", word.as_slice(), b"\r\n"].concat()),
        _ => None,
    });
    let mut peer = TcpStream::connect(("127.0.0.1", server.port())).expect("it listens");
    peer.write_all(b"*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n")
        .expect("sent");
    let mut answer = [0; 5];
    peer.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"+hi\r\n");
    assert_eq!(server.commands(), ["PING", "ECHO"]);
}

#[test]
fn nobody_gets_through_a_full_queue() {
    let queue = FullQueue::new();
    let address = ([127, 0, 0, 1], queue.port()).into();
    let error = TcpStream::connect_timeout(&address, Duration::from_millis(100)).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
}

#[test]
fn a_proxy_adds_time_and_nothing_else() {
    const ADDED: Duration = Duration::from_millis(20);
    let server = RedisServer::start();
    let proxy = DelayProxy::start(server.port(), ADDED);
    let port = proxy.port();
    let mut peer = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let mut round_trip = |command: &[u8], answer: usize| {
        let begin = Instant::now();
        peer.write_all(command).expect("sent");
        peer.read_exact(&mut vec![0; answer]).expect("an answer");
        begin.elapsed()
    };
    let times: Vec<_> = (0..20).map(|_| round_trip(b"PING\r\n", 7)).collect();
    assert!(times.iter().all(|time| *time >= ADDED), "{times:?}");
    // Others use this machine as well: one of them has to be on time.
    let best = times.iter().min().expect("there are some");
    assert!(*best < ADDED + Duration::from_millis(1), "{times:?}");

    // Many bytes are under way at once: the proxy's chunks do not wait for one another.
    server.set("key", &vec![b'a'; 4_000_000]);
    let best = (0..5).map(|_| round_trip(b"GET key\r\n", 4_000_012)).min();
    assert!(best < Some(10 * ADDED), "{best:?}");

    drop(proxy);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(matches!(peer.read(&mut [0]), Ok(0) | Err(_)));
}

#[test]
fn ports_are_free_and_not_given_twice() {
    let (one, other) = (port::free(), port::free());
    assert_ne!(one, other);
    assert!(TcpStream::connect(("127.0.0.1", one)).is_err());
}

#[test]
fn events_are_kept_with_their_fields() {
    let (result, seen) = events::collect(|| {
        tracing::warn!(target: "dtcache", operation = "get", count = 3, "words");
        tracing::debug!(target: "dtcache", class = %"refused");
        tracing::warn!(target: "elsewhere", operation = "get");
        7
    });
    assert_eq!(result, 7);
    let [warning, debug] = seen.as_slice() else {
        panic!("{seen:?}")
    };
    assert_eq!(warning.level, tracing::Level::WARN);
    assert_eq!(warning.field("operation"), "get");
    assert_eq!(warning.field("count"), "3");
    assert_eq!(warning.field("message"), "words");
    assert_eq!(debug.field("class"), "refused");

    let ((), seen) = events::warnings(|| tracing::debug!(target: "dtcache", class = "hit"));
    assert_eq!(seen, []);
}

#[test]
#[should_panic(expected = "as a child process")]
fn a_child_that_fails_fails_its_parent() {
    process::child_with_env("there_is_no_such_test", [("A", "b")]);
}

#[test]
fn a_transcript_has_every_level_target_and_span() {
    let transcript = Transcript::default();
    tracing::subscriber::with_default(transcript.clone(), || {
        tracing::trace!(target: "elsewhere", number = 7, "an event with {:?}", "quotes");
        let span = tracing::trace_span!("a span", text = "begun", later = tracing::field::Empty);
        span.record("later", "told later");
    });
    let text = transcript.text();
    for told in [
        "TRACE elsewhere",
        "number=7",
        "an event with \"quotes\"",
        "a span",
        "text=begun",
        "later=told later",
    ] {
        assert!(text.contains(told), "{told:?} is not in {text}");
    }
}
