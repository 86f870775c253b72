//! Every shape in a crate of its own, outside of the workspace: dtcache, under another name, and
//! serde are all it depends on, and no lint of clippy's stricter groups fires.

use std::fs;
use std::path::Path;
use std::process::Command;

const MANIFEST: &str = r#"
[package]
name = "outside"
edition = "2024"

[dependencies]
cache = { package = "dtcache", path = "DTCACHE" }
serde = { version = "1", features = ["derive"] }

[workspace]
"#;

const LINTS: &str = "//! Shapes.
#![deny(warnings, missing_docs)]
#![warn(clippy::pedantic, clippy::nursery, unused)]
";

/// Through another crate, and through a macro of that crate's.
const REEXPORTED: &str = r#"//! What a framework does that has dtcache in it.

/// What its users see of it.
pub mod framework {
    pub use cache as dtcache;
}

/// A macro of the framework's.
#[macro_export]
macro_rules! doubling {
    ($name:ident) => {
        /// Doubles a number.
        #[$crate::reexported::framework::dtcache::cache_wrapper(
            namespace = "doubling",
            crate = $crate::reexported::framework::dtcache,
        )]
        #[must_use]
        pub fn $name(number: u32) -> u32 {
            number * 2
        }
    };
}

doubling!(double);

/// Triples a number.
#[framework::dtcache::cache_wrapper(
    namespace = "tripling",
    crate = crate::reexported::framework::dtcache,
    only_for = [number in [1, 2]],
)]
pub async fn triple(number: u32) -> u32 {
    std::future::ready(number * 3).await
}
"#;

#[test]
fn a_renamed_dependency_is_all_that_a_shape_needs() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("src");
    fs::create_dir(&source).expect("a folder");
    let dtcache = tests.with_file_name("dtcache");
    let manifest = MANIFEST.replace("DTCACHE", dtcache.to_str().expect("a path in UTF-8"));
    fs::write(folder.path().join("Cargo.toml"), manifest).expect("the manifest");
    // The versions that are downloaded already.
    let lock = tests.with_file_name("Cargo.lock");
    fs::copy(lock, folder.path().join("Cargo.lock")).expect("the lock file");
    for file in fs::read_dir(tests.join("shapes")).expect("the shapes") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a shape");
        let text = text
            .replace("dtcache::", "cache::")
            .replace("#[cache_wrapper(", "#[cache_wrapper(crate = cache, ");
        let name = path.file_name().expect("a name");
        fs::write(source.join(name), text).expect("the same shape");
    }
    let list = fs::read_to_string(source.join("mod.rs")).expect("the list");
    let list = list.lines().filter(|line| !line.starts_with("//!"));
    let list: Vec<_> = list.chain(["pub mod reexported;"]).collect();
    fs::write(
        source.join("lib.rs"),
        format!("{LINTS}{}\n", list.join("\n")),
    )
    .expect("the list");
    fs::remove_file(source.join("mod.rs")).expect("the old list");
    fs::write(source.join("reexported.rs"), REEXPORTED).expect("one more");

    let clippy = Command::new(env!("CARGO"))
        .args(["clippy", "--quiet"])
        .current_dir(folder.path())
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside"),
        )
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo clippy");
    let said = String::from_utf8_lossy(&clippy.stderr);
    assert!(clippy.status.success(), "{said}");
    assert!(said.is_empty(), "{said}");
}
