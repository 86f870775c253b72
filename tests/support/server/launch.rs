//! The process of a server: finding the program, starting it, making sure it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use super::options::Options;
use super::{certificates, client};
use crate::process;
use crate::{port, wait};

const WHAT_TO_INSTALL: &str = "the tests need `redis-server`, version 7 or newer, on the PATH: \
     `cargo xtask test` installs it where it may, `apt-get install redis-server` does on Debian";

/// A started server. Ends with the value, and with this process however that ends.
pub(super) struct Process {
    server: Child,
    /// Lives as long as this process, then kills the server: a test binary that is killed or keeps
    /// a server in a `static` drops nothing.
    guard: Child,
}

impl Process {
    pub(super) fn signal(&self, name: &str) {
        process::signal(&self.server, name);
    }

    pub(super) fn kill(&mut self) {
        // The guard first: the server's number may be another process's once it was waited for.
        for child in [&mut self.guard, &mut self.server] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

pub(super) fn socket(folder: &Path) -> PathBuf {
    folder.join("redis.sock")
}

/// Starts a server on a port that is free; asks for another when somebody takes it first.
pub(super) fn on_some_port(folder: &Path, options: &Options) -> (u16, Process) {
    let mut log = String::new();
    for _ in 0..20 {
        let port = port::free();
        match on_port(folder, options, port) {
            Ok(process) => return (port, process),
            Err(why) => log = why,
        }
        if !log.contains("Address already in use") {
            break;
        }
    }
    panic!("redis-server did not start; its log:\n{log}");
}

/// Starts a server and waits until it answers; gives its log if it ends before that.
pub(super) fn on_port(folder: &Path, options: &Options, port: u16) -> Result<Process, String> {
    require_version_7();
    let log = folder.join("redis.log");
    let _ = fs::remove_file(&log);
    let settings = folder.join("redis.conf");
    fs::write(&settings, text(folder, options, port)).expect("the folder can be written to");

    let mut command = Command::new("redis-server");
    command
        .arg(settings)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let server = command
        .spawn()
        .expect("redis-server starts, its version was asked before");
    let guard = guard(server.id());
    let mut process = Process { server, guard };

    // Asking by the socket in our own folder: at the port, somebody else's server could answer.
    let running = wait::for_some("redis-server to answer or to end", || {
        let ended = process
            .server
            .try_wait()
            .expect("a child can be waited for")
            .is_some();
        if ended {
            Some(false)
        } else {
            answers(folder, options).then_some(true)
        }
    });
    if running {
        Ok(process)
    } else {
        Err(fs::read_to_string(log).unwrap_or_default())
    }
}

/// The name of the connection that asks whether a server is there yet.
pub(super) const STARTING: &str = "starting";

fn answers(folder: &Path, options: &Options) -> bool {
    client::connect(&socket(folder), options.default_password(), STARTING).is_ok()
}

/// The text of `redis.conf`.
fn text(folder: &Path, options: &Options, port: u16) -> String {
    let mut lines = vec![
        "bind 127.0.0.1".to_owned(),
        format!("dir {}", folder.display()),
        format!("logfile {}", folder.join("redis.log").display()),
        format!("unixsocket {}", socket(folder).display()),
        "save \"\"".to_owned(),
        "appendonly no".to_owned(),
        "daemonize no".to_owned(),
        // For `DEBUG SLEEP`.
        "enable-debug-command local".to_owned(),
    ];
    if options.has_tls() {
        lines.push("port 0".to_owned());
        lines.push(format!("tls-port {port}"));
        lines.extend(certificates::settings(folder));
    } else {
        lines.push(format!("port {port}"));
    }
    if let Some(password) = options.default_password() {
        lines.push(format!("requirepass \"{password}\""));
    }
    lines.extend_from_slice(options.lines());
    lines.join("\n") + "\n"
}

/// A shell that reads from a pipe of ours, which ends when we do.
fn guard(server: u32) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", "read -r _; kill -s KILL \"$0\"", &server.to_string()]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().expect("this machine has a shell")
}

fn require_version_7() {
    static VERSION: OnceLock<Option<u32>> = OnceLock::new();
    let version = *VERSION.get_or_init(|| {
        let output = Command::new("redis-server")
            .arg("--version")
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let (_, version) = text.split_once("v=")?;
        version.split('.').next()?.parse().ok()
    });
    match version {
        None => panic!("no redis-server here: {WHAT_TO_INSTALL}"),
        Some(version) => assert!(version >= 7, "redis-server {version}.x: {WHAT_TO_INSTALL}"),
    }
}
