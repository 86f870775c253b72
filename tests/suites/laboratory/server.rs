//! What a server itself does wrong.

use std::time::{Duration, Instant};

use support::{RedisServer, wait};

use crate::peer::{Peer, refuses};

const OK: &str = "+OK\r\n";

fn start() -> (RedisServer, Peer) {
    let server = RedisServer::start();
    server.set("key", b"0123456789");
    let peer = Peer::new(server.port());
    (server, peer)
}

#[test]
fn killed_and_restarted() {
    let (server, mut peer) = start();
    server.kill();
    peer.is_gone();
    refuses(server.port());
    server.restart();
    let mut peer = Peer::connect(server.port()).expect("it is accepted");
    peer.send("GET key");
    peer.gets("$-1\r\n");
}

#[test]
fn stopped() {
    let (server, mut peer) = start();
    server.pause();
    let mut new = Peer::connect(server.port()).expect("the system accepts");
    for peer in [&mut peer, &mut new] {
        peer.send("GET key");
        peer.gets_nothing();
    }
    server.resume();
    for peer in [&mut peer, &mut new] {
        peer.gets("$10\r\n0123456789\r\n");
    }
}

#[test]
fn restarted_with_another_password() {
    let server = RedisServer::options().password("one").start();
    for password in ["other", "one"] {
        server.restart_with_password(password);
        assert_eq!(server.keys(), [""; 0], "the test itself gets in");
        let mut peer = Peer::connect(server.port()).expect("it is accepted");
        for guess in ["one", "other"] {
            peer.send(&format!("AUTH {guess}"));
            peer.gets(if guess == password { OK } else { "-WRONGPASS " });
            if guess != password {
                peer = Peer::connect(server.port()).expect("it is accepted");
            }
        }
    }
}

#[test]
fn wants_another_password() {
    let (server, mut open) = start();
    server.want_password("secret");
    open.works();
    let mut peer = Peer::connect(server.port()).expect("it is accepted");
    peer.send("GET key");
    peer.gets("-NOAUTH ");
}

#[test]
fn out_of_memory() {
    let (server, mut peer) = start();
    server.run_out_of_memory();
    peer.send("SET other 1");
    peer.gets("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
    peer.works();
    server.have_memory();
    peer.send("SET other 1");
    peer.gets(OK);
}

#[test]
fn a_replica_that_answers() {
    let (server, mut peer) = start();
    server.follow_nobody(true);
    peer.works();
    peer.send("SET other 1");
    peer.gets("-READONLY You can't write against a read only replica.\r\n");
    server.lead();
    peer.send("SET other 1");
    peer.gets(OK);
}

#[test]
fn a_replica_that_does_not_answer() {
    let (server, mut peer) = start();
    server.follow_nobody(false);
    peer.send("GET key");
    let error =
        "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n";
    peer.gets(error);
    server.lead();
    peer.works();
}

#[test]
fn no_more_clients() {
    let (server, mut peer) = start();
    server.take_no_clients();
    peer.works();
    let mut new = Peer::connect(server.port()).expect("it is accepted");
    new.gets("-ERR max number of clients reached\r\n");
    new.is_gone();
    server.take_clients();
    Peer::new(server.port());
}

#[test]
fn clients_are_cut() {
    let (server, mut peer) = start();
    server.cut_clients();
    peer.is_gone();
    Peer::new(server.port());
}

#[test]
fn not_permitted() {
    let (server, mut peer) = start();
    server.forbid("get");
    peer.send("GET key");
    peer.gets("-NOPERM this user has no permissions to run the 'get' command\r\n");
    server.allow("get");
    peer.works();
}

#[test]
fn asleep() {
    let (server, mut peer) = start();
    let begin = Instant::now();
    server.sleep(Duration::from_millis(300));
    peer.works();
    assert!(begin.elapsed() >= Duration::from_millis(300));
    peer.works();
}

#[test]
fn an_endless_script() {
    let (server, mut peer) = start();
    server.run_endless_script();
    peer.send("GET key");
    peer.gets("-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n");
    server.kill_script();
    peer.works();
    wait::until("no script to run", || server.keys() == ["key"]);
}
