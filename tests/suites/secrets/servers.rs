//! Servers that say more than they are asked, or repeat what they were told.

use dtcache::RedisConfig;
use support::fake::{Answer, FakeServer, Words};
use support::{RedisServer, entry};

use crate::everything::{ask, instance};
use crate::marks::{PASSWORD, VALUE};
use crate::said::Said;

/// Error codes that are told apart, and some that no server has.
const CODES: [&str; 17] = [
    "ERR",
    "LOADING",
    "MASTERDOWN",
    "READONLY",
    "OOM",
    "NOAUTH",
    "WRONGPASS",
    "NOPERM",
    "WRONGTYPE",
    "BUSY",
    "MISCONF",
    "EXECABORT",
    "CLUSTERDOWN",
    "MOVED",
    "ASK",
    "UNHEARD",
    VALUE,
];

fn login(config: RedisConfig) -> RedisConfig {
    config.username("app").password(PASSWORD).db(3)
}

fn config(port: u16) -> RedisConfig {
    login(RedisConfig::new().host("127.0.0.1").port(port))
}

/// All that was said to it, in one line.
fn repeated(words: &Words) -> String {
    let words = words.iter().map(|word| String::from_utf8_lossy(word));
    let line = words.collect::<Vec<_>>().join(" ");
    line.replace(['\r', '\n'], " ")
}

/// Says yes to whoever comes in, so that what follows is said at all.
fn is_opening(words: &Words) -> bool {
    [b"AUTH".as_slice(), b"SELECT"].contains(&words[0].as_slice())
}

pub(crate) fn echo(said: &mut Said) {
    for code in CODES {
        for answers_opening in [true, false] {
            let server = FakeServer::start(move |words| {
                if answers_opening && is_opening(words) {
                    return Some(b"+OK\r\n".to_vec());
                }
                Some(format!("-{code} {} {VALUE}\r\n", repeated(words)).into_bytes())
            });
            ask(said, &instance(config(server.port())));
        }
    }
    let as_entry =
        |bytes: &[u8]| [format!("${}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
    for reply in [
        format!("+{VALUE}\r\n").into_bytes(),
        format!("{VALUE}\r\n").into_bytes(),
        format!(":{VALUE}\r\n").into_bytes(),
        format!("*1\r\n${}\r\n{VALUE}\r\n", VALUE.len()).into_bytes(),
        format!("%1\r\n+{VALUE}\r\n+{VALUE}\r\n").into_bytes(),
        format!("${VALUE}\r\n").into_bytes(),
        as_entry(VALUE.as_bytes()),
        as_entry(&entry::encode(&format!("[{VALUE:?}]"))),
    ] {
        for answers_opening in [true, false] {
            let reply = reply.clone();
            let server = FakeServer::start(move |words| {
                if answers_opening && is_opening(words) {
                    return Some(b"+OK\r\n".to_vec());
                }
                Some(reply.clone())
            });
            ask(said, &instance(config(server.port())));
        }
    }
    for answer in [Answer::Silence, Answer::HangUp] {
        let server = FakeServer::start_each(move |_, _| answer.clone());
        ask(said, &instance(config(server.port())));
        ask(said, &instance(config(server.port()).ssl(true)));
    }
}

/// Servers that a user may meet.
pub(crate) fn real(said: &mut Said) {
    let open = RedisServer::start();
    ask(said, &instance(RedisConfig::new().url(open.url())));
    open.run_out_of_memory();
    ask(said, &instance(RedisConfig::new().url(open.url())));
    open.have_memory();
    open.follow_nobody(true);
    ask(said, &instance(RedisConfig::new().url(open.url())));
    open.lead();
    // It knows nothing of users, and would tell a client about the password.
    ask(said, &instance(config(open.port())));
    open.take_no_clients();
    ask(said, &instance(RedisConfig::new().url(open.url())));

    let closed = RedisServer::options().password("another").start();
    ask(said, &instance(config(closed.port())));
    ask(said, &instance(RedisConfig::new().url(closed.url())));

    // Repeats the arguments of what it does not know.
    let lacking = RedisServer::options()
        .line("rename-command SET \"\"")
        .line("rename-command PING \"\"")
        .line("rename-command GETRANGE \"\"");
    let lacking = lacking.start();
    ask(said, &instance(RedisConfig::new().url(lacking.url())));

    let user = RedisServer::options().user("app", PASSWORD).start();
    ask(said, &instance(config(user.port())));
    user.raw::<()>(&["ACL", "SETUSER", "app", "-@all"]);
    ask(said, &instance(config(user.port())));

    // Nobody vouches for it.
    let tls = RedisServer::options().tls().user("app", PASSWORD).start();
    ask(said, &instance(config(tls.port()).ssl(true)));
    ask(said, &instance(config(tls.port())));
    ask(said, &instance(config(open.port()).ssl(true)));
}
