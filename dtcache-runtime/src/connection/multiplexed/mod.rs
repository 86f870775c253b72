//! One connection for many callers at a time.
//!
//! Commands go out in the order in which they are given, and the server answers in that order, so a
//! reply belongs to the command that has waited longest. A task drives the stream: what all callers
//! have asked for meanwhile goes out in one write, what has come in is read at once, and one timer
//! watches over all who wait. A reply of bytes is a slice of what was read, not a copy.
//!
//! redis-rs has such a connection too. Its way through a channel, two stream adapters and a parser
//! for everything costs 11,100 instructions a command; this one takes a third of that, and reads
//! no more than it was told a reply may have.

mod alarm;
mod driver;
mod queue;
mod stream;
#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use redis::RedisResult;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::oneshot;
use tokio::time::Instant;

use driver::Driver;
pub(super) use queue::TurnedAway;
use queue::{Lost, Queue, Waiting};
pub(super) use stream::open;

use super::command::Pack;
use super::reply::Reply;

/// A stream to the server, of whatever kind.
pub(in crate::connection) trait Stream:
    AsyncRead + AsyncWrite + Send + Unpin
{
}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// The callers' end. When it is dropped, the connection is closed.
pub(super) struct Multiplexed {
    queue: Arc<Queue>,
}

impl Multiplexed {
    /// Has a task of the current runtime drive the stream. A reply of more bytes than `max_reply`
    /// breaks the connection.
    pub(super) fn new(stream: Box<dyn Stream>, max_reply: usize) -> Self {
        let queue = Arc::new(Queue::default());
        tokio::spawn(Driver::new(stream, Arc::clone(&queue), max_reply));
        Self { queue }
    }

    /// Sends the command; its reply, when it has come. A caller that gives up leaves the others in
    /// step.
    pub(super) fn ask(&self, command: &impl Pack, deadline: Instant) -> Result<Answer, TurnedAway> {
        let (reply, answer) = oneshot::channel();
        self.queue.push(command, Waiting::new(reply, deadline))?;
        Ok(Answer(answer))
    }

    /// How many replies have come so far. A connection of which none comes while a caller waits in
    /// vain is as good as lost: its server may be gone without a word.
    pub(super) fn replies(&self) -> u64 {
        self.queue.replies()
    }
}

/// The reply to a command, when it has come.
pub(super) struct Answer(oneshot::Receiver<RedisResult<Reply>>);

impl Future for Answer {
    type Output = RedisResult<Reply>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = Pin::new(&mut self.0).poll(cx);
        // Whoever waits is told something, also when the runtime ends and drops the task.
        answer.map(|answer| answer.unwrap_or_else(|_| Err(Lost::GONE.into())))
    }
}

impl Drop for Multiplexed {
    fn drop(&mut self) {
        self.queue.close();
    }
}
