//! Callers that are tasks of a Tokio runtime.

use std::sync::Arc;

use tokio::runtime::Runtime;

use super::{Crowd, Ending, ending};
use crate::payload::{Medium, Payload};
use crate::stampede::contender::AsyncContender;
use crate::stampede::round::Round;

pub(in crate::stampede) struct InTasks<C> {
    pub(in crate::stampede) contender: C,
    pub(in crate::stampede) runtime: Arc<Runtime>,
}

impl<C: AsyncContender> Crowd for InTasks<C> {
    fn name(&self) -> &'static str {
        C::NAME
    }

    fn rush(&mut self, round: &Arc<Round>) -> Vec<Ending> {
        let end = rush(&self.runtime, &self.contender, round);
        end()
    }
}

/// Has them begin; what it returns waits for their end.
pub(in crate::stampede) fn rush<C: AsyncContender>(
    runtime: &Arc<Runtime>,
    contender: &C,
    round: &Arc<Round>,
) -> impl FnOnce() -> Vec<Ending> + use<C> {
    let expected = Arc::new(Medium::make(round.id));
    let tasks: Vec<_> = (0..round.callers)
        .map(|_| {
            let (contender, round) = (contender.clone(), Arc::clone(round));
            let expected = Arc::clone(&expected);
            runtime.spawn(async move {
                round.call_begins();
                let result = contender.call(round.id).await;
                ending(&round, &result, &expected)
            })
        })
        .collect();
    let (runtime, round) = (Arc::clone(runtime), Arc::clone(round));
    move || {
        // Before any is joined: who waits for tasks one by one is woken again and again.
        round.returned.wait();
        let endings = tasks.into_iter().map(|task| runtime.block_on(task));
        endings
            .map(|ending| ending.expect("a contender's call panicked"))
            .collect()
    }
}
