//! Callers that are threads.

use std::sync::Arc;
use std::thread::{ScopedJoinHandle, scope};

use super::{Crowd, Ending, ending};
use crate::payload::{Medium, Payload};
use crate::stampede::contender::BlockingContender;
use crate::stampede::round::Round;

/// What each thread has of the contender's stays from round to round.
pub(in crate::stampede) struct InThreads<C>(pub(in crate::stampede) Vec<C>);

impl<C: BlockingContender> Crowd for InThreads<C> {
    fn name(&self) -> &'static str {
        C::NAME
    }

    fn rush(&mut self, round: &Arc<Round>) -> Vec<Ending> {
        let expected = &Medium::make(round.id);
        scope(|scope| {
            let threads: Vec<_> = self
                .0
                .iter_mut()
                .map(|contender| {
                    scope.spawn(|| {
                        round.call_begins();
                        let result = contender.call(round.id);
                        ending(round, &result, expected)
                    })
                })
                .collect();
            round.returned.wait();
            let endings = threads.into_iter().map(ScopedJoinHandle::join);
            endings
                .map(|ending| ending.expect("a contender's call panicked"))
                .collect()
        })
    }
}
