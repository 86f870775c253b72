//! Many callers, one stream: who gets what, and what they are told when there is nothing to get.

use std::time::Duration;

use redis::{Cmd, RedisResult};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{Multiplexed, Reply, TurnedAway};
use crate::connection::classify::classified;
use crate::error::ErrorKind;

const LONG: Duration = Duration::from_secs(30);
const MAX_REPLY: usize = 1000;

/// A connection, and the server's end of it.
fn connected() -> (Multiplexed, DuplexStream) {
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    (Multiplexed::new(Box::new(ours), MAX_REPLY), theirs)
}

fn get(key: &str) -> Cmd {
    let mut command = redis::cmd("GET");
    command.arg(key);
    command
}

async fn asked(connection: &Multiplexed, key: &str) -> RedisResult<Reply> {
    connection.ask(&get(key), Instant::now() + LONG)?.await
}

/// Waits until the server has got this many commands.
async fn received(server: &mut DuplexStream, commands: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.split(|byte| *byte == b'*').count() <= commands || !bytes.ends_with(b"\r\n") {
        assert_ne!(server.read_buf(&mut bytes).await.unwrap(), 0);
    }
    bytes
}

fn bytes(text: &str) -> Reply {
    Reply::Bytes(text.to_owned().into())
}

fn kind(reply: RedisResult<Reply>) -> ErrorKind {
    classified(&reply.unwrap_err(), "get").kind()
}

#[tokio::test]
async fn each_caller_gets_the_reply_to_its_own_command() {
    let (connection, mut server) = connected();
    let mut callers = JoinSet::new();
    for number in 0..100 {
        let key = number.to_string();
        let answer = connection.ask(&get(&key), Instant::now() + LONG).unwrap();
        callers.spawn(async move { assert_eq!(answer.await.unwrap(), bytes(&key)) });
    }
    received(&mut server, 100).await;
    for number in 0..100_usize {
        let key = number.to_string();
        let reply = format!("${}\r\n{key}\r\n", key.len());
        // In pieces, wherever they are cut.
        for piece in reply.as_bytes().chunks(1 + number % 5) {
            server.write_all(piece).await.unwrap();
        }
    }
    callers.join_all().await;
}

#[tokio::test]
async fn one_who_gives_up_leaves_the_others_in_step() {
    let (connection, mut server) = connected();
    drop(
        connection
            .ask(&get("given up"), Instant::now() + LONG)
            .unwrap(),
    );
    let second = connection
        .ask(&get("second"), Instant::now() + LONG)
        .unwrap();
    received(&mut server, 2).await;
    server
        .write_all(b"$5\r\nfirst\r\n$6\r\nsecond\r\n")
        .await
        .unwrap();
    assert_eq!(second.await.unwrap(), bytes("second"));
}

#[tokio::test(start_paused = true)]
async fn each_is_told_when_its_own_time_is_over() {
    let (connection, mut server) = connected();
    let patient = connection
        .ask(&get("patient"), Instant::now() + LONG)
        .unwrap();
    for seconds in [3, 1, 2] {
        let deadline = Instant::now() + Duration::from_secs(seconds);
        let hasty = connection.ask(&get("hasty"), deadline);
        let hasty = hasty.unwrap();
        let asked = Instant::now();
        assert_eq!(kind(hasty.await), ErrorKind::Timeout);
        assert_eq!(asked.elapsed().as_secs(), seconds);
    }
    // Late replies are still somebody's.
    received(&mut server, 4).await;
    server
        .write_all(b"$2\r\nok\r\n:1\r\n:2\r\n:3\r\n")
        .await
        .unwrap();
    assert_eq!(patient.await.unwrap(), bytes("ok"));
}

#[tokio::test]
async fn all_are_told_when_the_server_goes() {
    let (connection, server) = connected();
    let waiting = connection
        .ask(&get("waiting"), Instant::now() + LONG)
        .unwrap();
    drop(server);
    assert_eq!(kind(waiting.await), ErrorKind::Closed);
    assert_eq!(kind(asked(&connection, "later").await), ErrorKind::Closed);
}

#[tokio::test]
async fn what_the_server_says_unasked_is_why_it_went() {
    let (connection, mut server) = connected();
    let said = b"-ERR max number of clients reached\r\n";
    server.write_all(said).await.unwrap();
    drop(server);
    assert_eq!(kind(asked(&connection, "first").await), ErrorKind::Busy);
    assert_eq!(kind(asked(&connection, "second").await), ErrorKind::Closed);
}

#[tokio::test]
async fn nonsense_ends_the_connection() {
    for reply in [
        "*1\r\n$1\r\na\r\n",
        "$1001\r\n",
        "$1\r\nabc",
        "+OK\r\n+OK\r\n",
    ] {
        let (connection, mut server) = connected();
        let first = connection
            .ask(&get("first"), Instant::now() + LONG)
            .unwrap();
        received(&mut server, 1).await;
        server.write_all(reply.as_bytes()).await.unwrap();
        let told = first.await;
        assert!(told.is_err() || reply.starts_with('+'), "{reply}");
        assert_eq!(
            kind(asked(&connection, "second").await),
            ErrorKind::Protocol
        );
    }
}

#[tokio::test]
async fn it_closes_with_its_last_user() {
    let (connection, mut server) = connected();
    drop(connection);
    assert_eq!(server.read(&mut [0; 1]).await.unwrap(), 0);
}

#[tokio::test]
async fn a_server_that_takes_nothing_turns_callers_away() {
    let (connection, _server) = connected();
    let mut large = get("");
    large.arg(vec![0_u8; 8 << 20]);
    let turned_away = (0..100).find_map(|_| connection.ask(&large, Instant::now() + LONG).err());
    let turned_away = turned_away.expect("an end to what is taken");
    assert!(matches!(turned_away, TurnedAway::Full), "{turned_away:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_owes_too_many_replies_is_relieved_of_them() {
    let (connection, mut server) = connected();
    let soon = Instant::now() + Duration::from_secs(1);
    let late: Vec<_> = (0..300)
        .map(|_| connection.ask(&get("late"), soon).unwrap())
        .collect();
    let patient = connection.ask(&get("patient"), soon + LONG).unwrap();
    for late in late {
        assert_eq!(kind(late.await), ErrorKind::Timeout);
    }
    assert_eq!(kind(patient.await), ErrorKind::Closed);
    let mut taken = Vec::new();
    server.read_to_end(&mut taken).await.unwrap();
}

#[tokio::test]
async fn a_server_that_answers_nothing_turns_callers_away() {
    let (connection, _server) = connected();
    // Each gives up at once, and its reply may still come.
    let mut asked =
        (0..1_000_000).map(|_| connection.ask(&get("k"), Instant::now() + LONG).map(drop));
    let turned_away = asked.find_map(Result::err).expect("an end to what is owed");
    assert!(matches!(turned_away, TurnedAway::Full), "{turned_away:?}");
    // Nor once the driver has taken what there is.
    tokio::task::yield_now().await;
    assert!(connection.ask(&get("k"), Instant::now() + LONG).is_err());
}

#[tokio::test]
async fn a_server_that_never_quite_keeps_up_turns_nobody_away() {
    const SIZE: usize = 1 << 20;
    let (connection, mut server) = connected();
    let mut large = get("");
    large.arg(vec![0_u8; SIZE]);
    let mut taken = vec![0; SIZE];
    // The next command is there before the last one is taken, so that there is always a rest.
    let _waiting = connection.ask(&large, Instant::now() + LONG).unwrap();
    for _ in 0..100 {
        drop(
            connection
                .ask(&large, Instant::now() + LONG)
                .expect("room for two"),
        );
        server.read_exact(&mut taken).await.unwrap();
    }
}

#[test]
fn all_are_told_when_the_runtime_ends() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (connection, _server) = {
        let _inside = runtime.enter();
        connected()
    };
    let waiting = connection
        .ask(&get("waiting"), Instant::now() + LONG)
        .unwrap();
    drop(runtime);
    let told = futures_executor::block_on(waiting);
    assert_eq!(kind(told), ErrorKind::Closed);
}
