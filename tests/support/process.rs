//! Child processes: the test binary once more, with another environment or a memory of its own.

use std::ffi::OsStr;
use std::process::{Child, Command, Stdio};

/// Names the test that a child process is to run.
const MARK: &str = "DTCACHE_TEST_CHILD";

/// Whether this process is a child that [`child_with_env`] started.
///
/// A test whose code needs another environment asks this first:
///
/// ```
/// fn a_test() {
///     if support::process::is_child() {
///         assert_eq!(std::env::var("ANSWER").as_deref(), Ok("42"));
///         return;
///     }
///     support::process::child_with_env("a_test", [("ANSWER", "42")]);
/// }
/// ```
pub fn is_child() -> bool {
    std::env::var_os(MARK).is_some()
}

/// Runs the test `name` of this binary (its full path, without the crate) in a child process.
///
/// Panics with the child's output unless exactly that one test ran and passed. Environments are
/// set this way since changing the own one is unsound as soon as there are threads.
#[track_caller]
pub fn child_with_env<V: AsRef<OsStr>>(
    name: &str,
    variables: impl IntoIterator<Item = (&'static str, V)>,
) {
    output_with_env(name, variables);
}

/// The same with the environment as it is; gives all that the child printed.
#[track_caller]
pub fn output(name: &str) -> String {
    output_with_env::<&OsStr>(name, [])
}

/// The same with another environment.
#[track_caller]
pub fn output_with_env<V: AsRef<OsStr>>(
    name: &str,
    variables: impl IntoIterator<Item = (&'static str, V)>,
) -> String {
    let output = command(name, variables)
        .output()
        .expect("a test binary can be started again");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    let passed = output.status.success() && text.contains("1 passed; 0 failed");
    assert!(
        passed,
        "{name} as a child process: {}\n{text}",
        output.status
    );
    text
}

/// A child process that runs, and is to be killed or waited for; it is gone when this is.
pub struct Running(Child);

/// Starts the test `name` of this binary in a child process, and does not wait for it.
#[track_caller]
pub fn start<V: AsRef<OsStr>>(
    name: &str,
    variables: impl IntoIterator<Item = (&'static str, V)>,
) -> Running {
    let child = command(name, variables).stdout(Stdio::null()).spawn();
    Running(child.expect("a test binary can be started again"))
}

impl Running {
    /// Stops it where it is; it knows nothing of it.
    pub fn pause(&self) {
        signal(&self.0, "STOP");
    }

    /// Has it go on.
    pub fn resume(&self) {
        signal(&self.0, "CONT");
    }

    /// Ends it at once, whatever it was about to do.
    pub fn kill(&mut self) {
        self.0.kill().expect("it is our child");
        self.0.wait().expect("it is our child");
    }

    /// Waits until it has passed.
    #[track_caller]
    pub fn passes(mut self) {
        let status = self.0.wait().expect("it is our child");
        assert!(status.success(), "the child process: {status}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Sends a child a signal by the shell's own `kill`: a small machine has no other.
pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("sh")
        .args(["-c", "kill -s \"$0\" \"$1\"", name, &child.id().to_string()])
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "cannot send {name} to a child process"
    );
}

#[track_caller]
fn command<V: AsRef<OsStr>>(
    name: &str,
    variables: impl IntoIterator<Item = (&'static str, V)>,
) -> Command {
    assert!(
        !is_child(),
        "the child that runs {name:?} would start a child: ask is_child first"
    );
    let program = std::env::current_exe().expect("a test binary knows its own path");
    let mut command = Command::new(program);
    command.args([
        name,
        "--exact",
        "--include-ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    // What the caller's shell has set is none of a test's business.
    command.env_remove("REDIS_URL").env(MARK, name);
    command.envs(variables);
    command
}

/// The most memory this process ever held, in bytes.
///
/// Of use only in a child process that does one thing; reads `/proc`, so Linux only.
pub fn peak_memory() -> usize {
    kibibytes("VmHWM:") * 1024
}

/// The memory that this process holds now, in bytes; Linux only.
pub fn memory() -> usize {
    kibibytes("VmRSS:") * 1024
}

/// The names of the threads of this process, of each the first 15 bytes; Linux only.
pub fn threads() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").expect("/proc is mounted (Linux)");
    // One that has ended meanwhile has no name any more.
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm")).ok();
    let names = tasks.flatten().filter_map(name);
    names.map(|name| name.trim_end().to_owned()).collect()
}

fn kibibytes(field: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("/proc is mounted (Linux)");
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let number = line.and_then(|rest| rest.trim().strip_suffix("kB"));
    number
        .and_then(|text| text.trim().parse().ok())
        .expect("a number of kB")
}
