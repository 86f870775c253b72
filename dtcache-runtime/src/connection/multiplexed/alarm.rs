//! One timer for all who wait; one for each command would take a tenth of what the command takes.

use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::task::Context;

use tokio::time::{Instant, Sleep, sleep_until};

use super::queue::{Lost, Taken, Waiting};

/// Rings at the earliest deadline, or before: commands whose replies have come leave it set.
#[derive(Default)]
pub(super) struct Alarm {
    timer: Option<Pin<Box<Sleep>>>,
    /// When it rings, while it is set.
    set: Option<Instant>,
}

impl Alarm {
    /// Tells those whose time is over, and sees to it that the task is woken for the next one. How many
    /// replies are owed to nobody, where it has looked.
    pub(super) fn watch(&mut self, taken: &mut Taken, cx: &mut Context<'_>) -> usize {
        let (mut earliest, mut abandoned) = (taken.earliest.take(), 0);
        loop {
            if self.has_rung() {
                self.set = None;
                (earliest, abandoned) = tell_the_late(&mut taken.in_flight);
            }
            match earliest {
                Some(deadline) if self.set.is_none_or(|set| deadline < set) => {
                    self.set(deadline, cx);
                }
                _ => return abandoned,
            }
        }
    }

    fn has_rung(&self) -> bool {
        self.set.is_some() && self.timer.as_ref().is_some_and(|timer| timer.is_elapsed())
    }

    fn set(&mut self, deadline: Instant, cx: &mut Context<'_>) {
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        timer.as_mut().reset(deadline);
        self.set = Some(deadline);
        // Unconstrained: a task that has used up its turn would not be entered for the ring. Whether
        // it has rung already is asked next.
        let _ = pin!(tokio::task::unconstrained(timer.as_mut())).poll(cx);
    }
}

/// Gives the earliest deadline of the others, and how many wait no more.
fn tell_the_late(in_flight: &mut VecDeque<Waiting>) -> (Option<Instant>, usize) {
    let now = Instant::now();
    let (mut earliest, mut abandoned) = (None, 0);
    for waiting in in_flight {
        if waiting.deadline <= now {
            waiting.tell(Err(Lost::Late.into()));
        }
        if waiting.is_open() {
            earliest = earliest.into_iter().chain([waiting.deadline]).min();
        } else {
            abandoned += 1;
        }
    }
    (earliest, abandoned)
}
