//! What a process has of the system's: read from `/proc`, so Linux only.

use std::fs;

/// At one moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vitals {
    /// In memory, in KiB.
    pub(super) resident: u64,
    pub(super) threads: u64,
    pub(super) descriptors: u64,
}

impl Vitals {
    pub(super) fn of(process: u32) -> Self {
        let status = fs::read_to_string(format!("/proc/{process}/status"));
        let status = status.expect("the traffic goes on");
        let descriptors = fs::read_dir(format!("/proc/{process}/fd"));
        Self {
            resident: field(&status, "VmRSS:"),
            threads: field(&status, "Threads:"),
            descriptors: descriptors.expect("the traffic goes on").count() as u64,
        }
    }
}

fn field(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    let number = number.and_then(|number| number.parse().ok());
    number.expect("the kernel names it")
}
