//! The text files of a folder, and what stands for them in a key.

use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

/// Larger files are data rather than text.
const LARGEST: u64 = 8 * 1024 * 1024;

/// A folder as it is now.
///
/// What serde shows of it is what enters a key. The path alone would bring back old reports after
/// the files have changed, so the state of the files stands beside it.
#[derive(Serialize)]
pub(crate) struct Folder {
    path: String,
    /// A hash of every file's path, size and time of change.
    state: u64,
    #[serde(skip)]
    root: PathBuf,
    #[serde(skip)]
    files: Vec<PathBuf>,
}

impl Folder {
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        let root = folder
            .canonicalize()
            .map_err(|error| named(folder, &error))?;
        let mut files = Vec::new();
        walk(&root, &mut files)?;
        // A folder lists its files in any order.
        files.sort_by(|(a, _), (b, _)| a.cmp(b));

        // The same in every process, as a key must be. Another Rust release may hash otherwise:
        // then the reports are computed once more.
        let mut state = DefaultHasher::new();
        for (path, about) in &files {
            (path, about.len(), about.modified()?).hash(&mut state);
        }
        Ok(Self {
            path: root.display().to_string(),
            state: state.finish(),
            root,
            files: files.into_iter().map(|(path, _)| path).collect(),
        })
    }

    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The path of a file as seen from the folder.
    pub(crate) fn name(&self, file: &Path) -> String {
        file.strip_prefix(&self.root)
            .unwrap_or(file)
            .display()
            .to_string()
    }
}

impl fmt::Display for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} files", self.path, self.files.len())
    }
}

/// The text of a file; `None` if it holds something else.
pub(crate) fn text(bytes: Vec<u8>) -> Option<String> {
    if bytes.contains(&0) {
        return None;
    }
    String::from_utf8(bytes).ok()
}

/// Collects files, without following links and without what git and Cargo keep for themselves.
fn walk(folder: &Path, files: &mut Vec<(PathBuf, fs::Metadata)>) -> io::Result<()> {
    let listing = fs::read_dir(folder).map_err(|error| named(folder, &error))?;
    for entry in listing {
        let entry = entry?;
        let (path, about) = match (entry.path(), entry.metadata()) {
            (path, Ok(about)) => (path, about),
            // Gone since it was listed.
            (_, Err(error)) if error.kind() == io::ErrorKind::NotFound => continue,
            (path, Err(error)) => return Err(named(&path, &error)),
        };
        if about.is_dir() && !is_generated(&path) {
            walk(&path, files)?;
        } else if about.is_file() && about.len() <= LARGEST {
            files.push((path, about));
        }
    }
    Ok(())
}

/// Cargo marks its target folder, whatever the name, as backup programs expect it.
fn is_generated(folder: &Path) -> bool {
    folder.ends_with("target") || folder.ends_with(".git") || folder.join("CACHEDIR.TAG").exists()
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
