//! The targets, and the inputs that the repository keeps for each.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::{fs, panic, thread};

use super::properties::{attribute, decode, key, reply, trailer};

/// syn calls itself for each level of what it reads, and in a debug build it takes much for that.
const STACK: usize = 64 * 1024 * 1024;

/// What holds for any input.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    pub(crate) name: &'static str,
    property: fn(&[u8]),
}

pub(crate) const DECODE: Target = Target::new("decode", decode::entry);
pub(crate) const JSON: Target = Target::new("json", decode::json);
pub(crate) const COMPACT: Target = Target::new("compact", decode::compact);
pub(crate) const TRAILER: Target = Target::new("trailer", trailer::trailer);
pub(crate) const REPLY: Target = Target::new("reply", reply::reply);
pub(crate) const KEY: Target = Target::new("key", key::key);
pub(crate) const ATTRIBUTE: Target = Target::new("attribute", attribute::attribute);

/// An input that the repository keeps.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

thread_local! {
    static PANICS: Cell<usize> = const { Cell::new(0) };
}

impl Target {
    const fn new(name: &'static str, property: fn(&[u8])) -> Self {
        Self { name, property }
    }

    /// Panics where the property does not hold, also where the runtime has caught a panic.
    #[track_caller]
    pub(crate) fn holds(self, input: &[u8]) {
        let before = PANICS.get();
        (self.property)(input);
        assert_eq!(PANICS.get(), before, "a panic was caught");
    }

    /// What people wrote, then what a fuzzer found.
    pub(crate) fn inputs(self) -> Vec<Input> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("fuzz");
        let folders = ["seeds", "corpus"].map(|kind| root.join(kind).join(self.name));
        let files = folders.iter().flat_map(|folder| {
            let files = fs::read_dir(folder)
                .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
            files.map(|file| file.expect("a file").path())
        });
        let mut files: Vec<_> = files.collect();
        files.sort();
        let read = |path: PathBuf| {
            let bytes = fs::read(&path).expect("can be read");
            Input { path, bytes }
        };
        files.into_iter().map(read).collect()
    }

    /// Runs `test` where there is room enough, and where panics are counted.
    #[track_caller]
    pub(crate) fn run(self, test: impl FnOnce(Self) + Send + 'static) {
        static COUNTING: Once = Once::new();
        COUNTING.call_once(|| {
            let shown = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                PANICS.set(PANICS.get() + 1);
                shown(info);
            }));
        });
        let thread = thread::Builder::new().stack_size(STACK);
        let ended = thread.spawn(move || test(self)).expect("a thread").join();
        assert!(ended.is_ok(), "{}: see above", self.name);
    }
}
