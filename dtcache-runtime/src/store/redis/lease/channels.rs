//! What is listened for: a channel for each key on whose lease somebody waits.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::watch;

use super::MOST;

/// A longer name is not listened for.
const LONGEST: usize = 4096;

#[derive(Default)]
pub(super) struct Channels {
    channels: HashMap<Arc<str>, Channel>,
    /// Those of which the server is to be told something, each once.
    changed: Vec<Arc<str>>,
}

struct Channel {
    /// Whether the server has said that it is heard. Each change of it, and each message, wakes those
    /// who wait.
    heard: watch::Sender<bool>,
    /// Whether the server was asked for it.
    is_asked_for: bool,
    /// Whether it is in `changed`.
    is_changed: bool,
}

/// What the server is to be told.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) subscribe: Vec<Arc<str>>,
    pub(super) unsubscribe: Vec<Arc<str>>,
}

impl Channels {
    /// Whether the channel is heard; `None` where there is no place for it.
    pub(super) fn watch(&mut self, name: &Arc<str>) -> Option<watch::Receiver<bool>> {
        if let Some(channel) = self.channels.get(name) {
            return Some(channel.heard.subscribe());
        }
        // Also of those that nobody waits for any more and the server was not told of yet.
        if self.channels.len() >= MOST || name.len() > LONGEST {
            return None;
        }
        let (sender, heard) = watch::channel(false);
        let channel = Channel {
            heard: sender,
            is_asked_for: false,
            is_changed: true,
        };
        self.changed.push(Arc::clone(name));
        self.channels.insert(Arc::clone(name), channel);
        Some(heard)
    }

    /// Somebody waits no more. Says whether that was the last one.
    pub(super) fn unwatched(&mut self, name: &Arc<str>) -> bool {
        let Some(channel) = self.channels.get_mut(name) else {
            return false;
        };
        let is_last = channel.heard.receiver_count() == 0;
        if is_last && !channel.is_changed {
            channel.is_changed = true;
            self.changed.push(Arc::clone(name));
        }
        is_last
    }

    /// What the server is to be told now, once.
    pub(super) fn take_changes(&mut self) -> Changes {
        let mut changes = Changes::default();
        for name in std::mem::take(&mut self.changed) {
            let Some(channel) = self.channels.get_mut(&name) else {
                continue;
            };
            channel.is_changed = false;
            let is_asked_for = channel.is_asked_for;
            if channel.heard.receiver_count() == 0 {
                self.channels.remove(&name);
                if is_asked_for {
                    changes.unsubscribe.push(name);
                }
            } else if !is_asked_for {
                channel.is_asked_for = true;
                changes.subscribe.push(name);
            }
        }
        changes
    }

    /// From now on it is heard. What was said before was not, so that who waits looks again.
    pub(super) fn heard(&mut self, name: &str) {
        if let Some(channel) = self.channels.get(name)
            && channel.is_asked_for
        {
            channel.heard.send_replace(true);
        }
    }

    /// Something was said there.
    pub(super) fn told(&mut self, name: &str) {
        if let Some(channel) = self.channels.get(name) {
            channel.heard.send_modify(|_| {});
        }
    }

    /// The connection is gone: whoever waits looks again, and all are to be asked for anew.
    pub(super) fn lost(&mut self) {
        self.channels
            .retain(|_, channel| channel.heard.receiver_count() > 0);
        for channel in self.channels.values_mut() {
            channel.is_asked_for = false;
            channel.is_changed = true;
            channel.heard.send_replace(false);
        }
        self.changed = self.channels.keys().cloned().collect();
    }

    /// Nothing is heard any more.
    pub(super) fn close(&mut self) {
        self.lost();
        *self = Self::default();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.channels.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(channels: &mut Channels) -> [usize; 2] {
        let Changes {
            subscribe,
            unsubscribe,
        } = channels.take_changes();
        [subscribe.len(), unsubscribe.len()]
    }

    fn is_woken(heard: &mut watch::Receiver<bool>) -> bool {
        let is_woken = heard.has_changed().unwrap();
        heard.mark_unchanged();
        is_woken
    }

    #[test]
    fn the_server_is_told_of_the_first_and_of_the_last() {
        let (mut channels, name) = (Channels::default(), Arc::from("a"));
        let first = channels.watch(&name).unwrap();
        let second = channels.watch(&name).unwrap();
        assert_eq!(changes(&mut channels), [1, 0]);
        assert_eq!(changes(&mut channels), [0, 0]);
        drop(first);
        assert!(!channels.unwatched(&name));
        assert_eq!(changes(&mut channels), [0, 0]);
        drop(second);
        assert!(channels.unwatched(&name));
        assert!(!channels.is_empty(), "the server does not know yet");
        assert_eq!(changes(&mut channels), [0, 1]);
        assert!(channels.is_empty());
    }

    #[test]
    fn who_comes_back_at_once_is_no_change() {
        let (mut channels, name) = (Channels::default(), Arc::from("a"));
        drop(channels.watch(&name));
        channels.unwatched(&name);
        assert_eq!(changes(&mut channels), [0, 0], "it was never asked for");
        assert!(channels.is_empty());

        let first = channels.watch(&name).unwrap();
        assert_eq!(changes(&mut channels), [1, 0]);
        drop(first);
        channels.unwatched(&name);
        let again = channels.watch(&name).unwrap();
        assert_eq!(changes(&mut channels), [0, 0]);
        drop(again);
        channels.unwatched(&name);
        assert_eq!(changes(&mut channels), [0, 1]);
    }

    #[test]
    fn whatever_is_heard_wakes_who_waits() {
        let mut channels = Channels::default();
        let mut heard = channels.watch(&"a".into()).unwrap();
        let mut other = channels.watch(&"b".into()).unwrap();
        channels.heard("a");
        assert!(!is_woken(&mut heard), "nobody has asked for it yet");
        channels.take_changes();
        channels.heard("a");
        assert!(is_woken(&mut heard) && *heard.borrow());
        channels.told("a");
        assert!(is_woken(&mut heard) && *heard.borrow());
        assert!(!is_woken(&mut other));
        channels.lost();
        assert!(is_woken(&mut heard) && !*heard.borrow());
        assert!(is_woken(&mut other));
        assert_eq!(changes(&mut channels), [2, 0]);
        channels.close();
        assert!(!*heard.borrow() && heard.has_changed().is_err());
    }

    #[test]
    fn there_is_an_end_to_them() {
        let mut channels = Channels::default();
        let heard = |channels: &mut Channels, name: usize| channels.watch(&name.to_string().into());
        let held: Vec<_> = (0..MOST)
            .map_while(|name| heard(&mut channels, name))
            .collect();
        assert_eq!(held.len(), MOST);
        assert!(heard(&mut channels, MOST).is_none());
        assert!(heard(&mut channels, 0).is_some());
        drop(held);
        for name in 0..MOST {
            channels.unwatched(&name.to_string().into());
        }
        assert!(heard(&mut channels, MOST).is_none());
        channels.take_changes();
        assert!(heard(&mut channels, MOST).is_some());
        assert!(channels.watch(&"n".repeat(LONGEST + 1).into()).is_none());
    }
}
