//! The floor: the first caller computes and encodes, all others wait on a channel and decode.

use std::sync::{Arc, Mutex, PoisonError};

use dtcache_runtime::Codec;
use dtcache_runtime::measured::{decode, encode};
use tokio::sync::watch::{self, Receiver};

use super::AsyncContender;
use crate::payload::Medium;
use crate::stampede::body;

/// The entry, when there is one; each caller takes the same bytes.
type Entry = Option<Arc<[u8]>>;

#[derive(Clone)]
pub(in crate::stampede::contender) struct Bare(Arc<Mutex<UnderWay>>);

/// The last key that was asked for, and where its entry comes.
type UnderWay = Option<(u64, Receiver<Entry>)>;

impl AsyncContender for Bare {
    const NAME: &'static str = "bare fan-out";

    async fn connect(_: &str) -> Self {
        Self(Arc::default())
    }

    async fn call(&self, id: u64) -> Result<Medium, String> {
        let (sender, receiver) = {
            let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match &*under_way {
                Some((of, receiver)) if *of == id => (None, receiver.clone()),
                _ => {
                    let (sender, receiver) = watch::channel(None);
                    *under_way = Some((id, receiver.clone()));
                    (Some(sender), receiver)
                }
            }
        };
        match sender {
            Some(sender) => lead(id, sender).await,
            None => follow(receiver).await,
        }
    }
}

async fn lead(id: u64, sender: watch::Sender<Entry>) -> Result<Medium, String> {
    let value = body::asynchronous(id).await;
    let entry = encode(&value, Codec::Json).ok_or("no entry")?;
    sender.send_replace(Some(entry.into()));
    Ok(value)
}

async fn follow(mut receiver: Receiver<Entry>) -> Result<Medium, String> {
    let entry = receiver.wait_for(Option::is_some).await;
    let entry = entry.map_err(|error| error.to_string())?.clone();
    let entry = entry.ok_or("no entry")?;
    decode(&entry).ok_or_else(|| "an entry that is none".to_owned())
}
