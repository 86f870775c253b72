//! What is to be done with what a look-up found.

use super::Policy;

/// What an entry says of its own time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Age {
    /// Until when it is fresh; `None` for ever.
    pub(crate) fresh_until: Option<u64>,
    /// What its value took to compute, in milliseconds.
    pub(crate) cost: u64,
    pub(crate) is_absent: bool,
}

/// What a look-up found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    /// An entry that says nothing of its time: it is there as long as it is fresh.
    Plain,
    Aged(Age),
}

/// When that is, and what chance says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    /// Milliseconds since 1970.
    pub(crate) millis: u64,
    /// Between 0, which is left out, and 1.
    pub(crate) chance: f64,
    /// Whether the body has failed of late, and is left alone.
    pub(crate) rests: bool,
}

impl Now {
    /// For what has no time.
    pub(crate) const UNASKED: Self = Self {
        millis: 0,
        chance: 1.0,
        rests: false,
    };
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// It is the result.
    Serve,
    /// It is the result although its time is over.
    ServeStale,
    /// It is the result for all others; this caller computes a new one before its time is over.
    RefreshEarly,
    /// Its time is over: compute a new one, with this one at hand.
    RefreshStale,
    /// There is nothing of use.
    Load,
}

/// Decides.
pub(crate) fn plan(found: Found, policy: &Policy, now: Now) -> Next {
    let age = match found {
        Found::Nothing => return Next::Load,
        Found::Plain => return Next::Serve,
        Found::Aged(age) => age,
    };
    if age.is_absent && policy.none_expire.is_none() {
        return Next::Load;
    }
    let Some(fresh_until) = age.fresh_until else {
        return Next::Serve;
    };
    if now.millis < fresh_until {
        return if is_early(fresh_until, age.cost, policy, now) {
            Next::RefreshEarly
        } else {
            Next::Serve
        };
    }
    match policy.stale {
        Some(stale) if now.millis < fresh_until.saturating_add(millis(stale.within)) => {
            if now.rests {
                Next::ServeStale
            } else {
                Next::RefreshStale
            }
        }
        _ => Next::Load,
    }
}

/// Whether chance has this caller go before the time: `now − δ·β·ln(U) ≥ expiry`, figure 3 of Vattani,
/// Chierichetti and Lowenstein (2015). `−ln(U)` is exponential, so of callers at a steady rate, the first
/// to go is alone in most cases, and goes the sooner the longer the body takes.
fn is_early(fresh_until: u64, cost: u64, policy: &Policy, now: Now) -> bool {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds that are apart by less than 2^52"
    )]
    let (left, cost) = ((fresh_until - now.millis) as f64, cost as f64);
    policy
        .early
        .is_some_and(|beta| -(cost * beta * now.chance.ln()) >= left)
}

/// In whole milliseconds, rounded up.
pub(crate) fn millis(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::{Expire, Stale};
    use super::*;

    const NOW: u64 = 1_795_000_000_000;

    fn aged(fresh_until: u64) -> Found {
        Found::Aged(Age {
            fresh_until: Some(fresh_until),
            cost: 100,
            is_absent: false,
        })
    }

    fn absent(fresh_until: u64) -> Found {
        Found::Aged(Age {
            fresh_until: Some(fresh_until),
            cost: 100,
            is_absent: true,
        })
    }

    fn at(millis: u64, chance: f64, rests: bool) -> Now {
        Now {
            millis,
            chance,
            rests,
        }
    }

    #[test]
    fn every_case_has_its_step() {
        let none = Policy::default();
        let stale = Policy {
            stale: Some(Stale::within(Duration::from_secs(10))),
            ..none
        };
        let early = Policy {
            early: Some(1.0),
            ..none
        };
        let eager = Policy {
            early: Some(20.0),
            ..none
        };
        let absents = Policy {
            none_expire: Some(Expire::from(30)),
            ..none
        };
        let both = Policy {
            stale: stale.stale,
            early: early.early,
            ..none
        };
        let (fresh, over) = (NOW + 100, NOW - 100);
        // U = 0.5 goes when 69 ms or less are left of a body of 100 ms, 0.3 when 120 are.
        let table = [
            (
                "nothing",
                Found::Nothing,
                both,
                at(NOW, 1.0, false),
                Next::Load,
            ),
            (
                "plain",
                Found::Plain,
                none,
                at(NOW, 1.0, false),
                Next::Serve,
            ),
            (
                "plain, early",
                Found::Plain,
                eager,
                at(NOW, 1e-9, false),
                Next::Serve,
            ),
            (
                "fresh",
                aged(fresh),
                none,
                at(NOW, 1e-9, false),
                Next::Serve,
            ),
            (
                "fresh, resting",
                aged(fresh),
                stale,
                at(NOW, 1.0, true),
                Next::Serve,
            ),
            (
                "not yet early",
                aged(fresh),
                early,
                at(NOW, 0.5, false),
                Next::Serve,
            ),
            (
                "early",
                aged(fresh),
                early,
                at(NOW, 0.3, false),
                Next::RefreshEarly,
            ),
            (
                "early by β",
                aged(fresh),
                eager,
                at(NOW, 0.9, false),
                Next::RefreshEarly,
            ),
            (
                "chance of one",
                aged(fresh),
                eager,
                at(NOW, 1.0, false),
                Next::Serve,
            ),
            (
                "on the dot",
                aged(NOW),
                none,
                at(NOW, 1.0, false),
                Next::Load,
            ),
            ("over", aged(over), none, at(NOW, 1.0, false), Next::Load),
            (
                "over, early",
                aged(over),
                early,
                at(NOW, 1.0, false),
                Next::Load,
            ),
            (
                "stale",
                aged(over),
                stale,
                at(NOW, 1.0, false),
                Next::RefreshStale,
            ),
            (
                "stale, both",
                aged(over),
                both,
                at(NOW, 1e-9, false),
                Next::RefreshStale,
            ),
            (
                "stale, resting",
                aged(over),
                stale,
                at(NOW, 1.0, true),
                Next::ServeStale,
            ),
            (
                "too stale",
                aged(NOW - 10_000),
                stale,
                at(NOW, 1.0, true),
                Next::Load,
            ),
            (
                "absent, unwanted",
                absent(fresh),
                none,
                at(NOW, 1.0, false),
                Next::Load,
            ),
            (
                "absent",
                absent(fresh),
                absents,
                at(NOW, 1.0, false),
                Next::Serve,
            ),
            (
                "absent, over",
                absent(over),
                absents,
                at(NOW, 1.0, false),
                Next::Load,
            ),
        ];
        for (what, found, policy, now, next) in table {
            assert_eq!(plan(found, &policy, now), next, "{what}");
        }
        let forever = Found::Aged(Age {
            fresh_until: None,
            cost: 100,
            is_absent: true,
        });
        assert_eq!(
            plan(forever, &absents, at(u64::MAX, 1e-9, false)),
            Next::Serve
        );
    }

    #[test]
    fn nothing_overflows() {
        let policy = Policy {
            stale: Some(Stale::within(Duration::MAX)),
            early: Some(f64::MAX),
            ..Policy::default()
        };
        for millis in [0, NOW, u64::MAX] {
            for fresh_until in [0, NOW, u64::MAX] {
                for chance in [f64::MIN_POSITIVE, 1.0] {
                    plan(aged(fresh_until), &policy, at(millis, chance, false));
                }
            }
        }
    }
}
