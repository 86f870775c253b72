//! The machine, and the versions of what runs on it.

use std::fs;
use std::process::Command;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

const LOCK: &str = include_str!("../../Cargo.lock");

/// Whose versions the report names.
const PACKAGES: [&str; 6] = [
    "dtcache",
    "cached",
    "hitbox",
    "hitbox-redis",
    "redis",
    "tokio",
];

/// On what something was measured, and when.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Machine {
    /// When it began.
    pub date: String,
    /// The processor.
    pub processor: String,
    /// How many cores of it there are.
    pub cores: usize,
    /// What was compared, with versions.
    pub versions: Vec<(String, String)>,
}

impl Machine {
    /// Looks at the machine.
    pub fn look() -> Self {
        Self {
            date: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
            processor: processor(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            versions: versions(),
        }
    }

    /// In two lines; `remark` is a remark on the measurement, or empty.
    pub fn heading(&self, remark: &str) -> String {
        let versions = self.versions.iter();
        let versions: Vec<_> = versions
            .map(|(name, version)| format!("{name} {version}"))
            .collect();
        format!(
            "{}{remark}; {}, {} cores\n{}",
            self.date,
            self.processor,
            self.cores,
            versions.join(", ")
        )
    }
}

/// The model of the processor.
fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("model name"));
    let model = line.and_then(|line| line.split_once(": "));
    model
        .map_or("unknown processor", |(_, model)| model)
        .to_owned()
}

/// The names and versions of what is compared.
fn versions() -> Vec<(String, String)> {
    let programs = [
        ("redis-server", printed("redis-server", "v=")),
        ("Python", printed("python3", "Python ")),
        ("rustc", printed("rustc", "rustc ")),
    ];
    let packages = PACKAGES.map(|name| (name, locked(name)));
    let all = packages.into_iter().chain(programs);
    all.filter_map(|(name, version)| Some((name.to_owned(), version?)))
        .collect()
}

fn printed(program: &str, before: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, version) = text.split_once(before)?;
    version.split_whitespace().next().map(str::to_owned)
}

fn locked(name: &str) -> Option<String> {
    let (_, after) = LOCK.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    after.split('"').next().map(str::to_owned)
}
