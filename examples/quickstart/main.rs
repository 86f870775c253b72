//! A word-frequency report of the text in a folder, computed once and then cached.
//!
//! ```sh
//! cargo run --example quickstart               # this workspace, on the embedded store
//! cargo run --example quickstart -- ~/notes    # another folder
//!
//! # On a real server; run it twice, and the second run starts with hits.
//! REDIS_URL=redis://localhost:6379/0 cargo run --example quickstart
//! ```

mod folder;
mod show;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use dtcache::{RedisConfig, RedisInstance, acache_function, cache_function, cache_wrapper};
use serde::{Deserialize, Serialize};

use folder::Folder;

const WORDS: &str = "quickstart:words";
const FILES: &str = "quickstart:files";

#[derive(Serialize, Deserialize)]
struct WordReport {
    words: u64,
    different: usize,
    /// The most frequent words first.
    top: Vec<(String, u64)>,
}

#[derive(Serialize, Deserialize)]
struct FileReport {
    path: String,
    bytes: usize,
    lines: usize,
}

/// What the body of [`word_report`] did; all zero when it did not run.
#[derive(Default)]
struct Progress {
    read: usize,
    skipped: usize,
}

/// Counts the words of four letters and more.
///
/// The key holds `folder`, which changes with its files, and `top`; `progress` has no say in it.
/// Only an `Ok` is cached: what could not be read is tried again.
#[cache_wrapper(namespace = WORDS, expire = "1h", skip = [progress])]
fn word_report(folder: &Folder, top: usize, progress: &mut Progress) -> io::Result<WordReport> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for file in folder.files() {
        let Some(text) = folder::text(std::fs::read(file)?) else {
            progress.skipped += 1;
            continue;
        };
        progress.read += 1;
        let words = text.split(|c: char| !c.is_alphabetic());
        for word in words.filter(|word| word.chars().count() >= 4) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    let (words, different) = (counts.values().sum(), counts.len());
    let mut ranking: Vec<_> = counts.into_iter().collect();
    ranking.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    ranking.truncate(top);
    Ok(WordReport {
        words,
        different,
        top: ranking,
    })
}

/// Measures files. In any other order than these two it runs without the cache.
#[cache_wrapper(namespace = FILES, expire = "1h", only_for = [order in ["size", "lines"]])]
async fn file_report(folder: &Folder, order: &str) -> io::Result<Vec<FileReport>> {
    let mut files = Vec::new();
    for file in folder.files() {
        if let Some(text) = folder::text(tokio::fs::read(file).await?) {
            files.push(FileReport {
                path: folder.name(file),
                bytes: text.len(),
                lines: text.lines().count(),
            });
        }
    }
    match order {
        "size" => files.sort_by_key(|file| Reverse(file.bytes)),
        "lines" => files.sort_by_key(|file| Reverse(file.lines)),
        _ => files.sort_by(|a, b| a.path.cmp(&b.path)),
    }
    Ok(files)
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let folder = std::env::args_os().nth(1);
    let folder = Folder::open(&folder.map_or_else(|| workspace.into(), PathBuf::from))?;
    println!("folder  {folder}");

    let redis = connect()?;
    redis.clone().install()?;

    let words = words(&redis, &folder)?;
    tokio::runtime::Runtime::new()?.block_on(files(&redis, &folder))?;

    println!(
        "\n{} words of 4 letters and more, {} different ones:",
        words.words, words.different
    );
    show::top(&words.top);
    println!();
    show::totals(&redis);
    Ok(())
}

/// The server that `REDIS_URL` names, else the embedded store: a choice that only an example makes.
fn connect() -> Result<RedisInstance, dtcache::Error> {
    if std::env::var_os("REDIS_URL").is_some_and(|url| !url.is_empty()) {
        println!("cache   the one that REDIS_URL names");
        RedisInstance::new(RedisConfig::from_env()?)
    } else {
        println!("cache   memory://, the embedded store, since REDIS_URL is not set");
        RedisInstance::new(RedisConfig::new().url("memory://"))
    }
}

fn words(redis: &RedisInstance, folder: &Folder) -> Result<WordReport, Box<dyn Error>> {
    const TOP: usize = 200;
    println!("\nword_report(folder, {TOP}, progress)    sync, skip = [progress]");
    let call = |which| {
        let watch = show::Watch::start(redis, WORDS);
        let mut progress = Progress::default();
        let report = word_report(folder, TOP, &mut progress)?;
        let Progress { read, skipped } = progress;
        watch.stop(which, &format!("{read} files read, {skipped} skipped"));
        Ok::<_, io::Error>(report)
    };
    call("first call")?;
    let report = call("second call")?;

    // The builder gives the key that the attribute makes: the same names, in the same order.
    let key = cache_function(WORDS).arg("folder", folder).arg("top", &TOP);
    let key = key.key()?;
    show::entry(&key, redis.entry(&key), &report)?;
    Ok(report)
}

async fn files(redis: &RedisInstance, folder: &Folder) -> Result<(), Box<dyn Error>> {
    let call = async |which, order| {
        let watch = show::Watch::start(redis, FILES);
        let report = file_report(folder, order).await?;
        let longest = report.first().map_or("none", |file| &file.path);
        watch.stop(which, &format!("first of them: {longest}"));
        Ok::<_, io::Error>(report)
    };

    println!(
        "\nfile_report(folder, \"lines\")    async, only_for = [order in [\"size\", \"lines\"]]"
    );
    call("first call", "lines").await?;
    let report = call("second call", "lines").await?;
    let key = acache_function(FILES)
        .arg("folder", folder)
        .arg("order", "lines");
    let key = key.key()?;
    show::entry(&key, redis.entry_async(&key).await, &report)?;

    println!("\nfile_report(folder, \"name\")    where no condition holds");
    call("first call", "name").await?;
    call("second call", "name").await?;
    Ok(())
}
