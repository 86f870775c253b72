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

    /// What stands there until then, absent or not.
    fn aged(fresh_until: u64, is_absent: bool) -> Found {
        Found::Aged(Age {
            fresh_until: Some(fresh_until),
            cost: 100,
            is_absent,
        })
    }

    fn next(found: Found, policy: Policy, chance: f64, rests: bool) -> Next {
        let now = Now {
            millis: NOW,
            chance,
            rests,
        };
        plan(found, &policy, now)
    }

    fn stale() -> Policy {
        Policy {
            stale: Some(Stale::within(Duration::from_secs(10))),
            ..Policy::default()
        }
    }

    fn early(beta: f64) -> Policy {
        Policy {
            early: Some(beta),
            ..stale()
        }
    }

    const FRESH: u64 = NOW + 100;
    const OVER: u64 = NOW - 100;
    const LIKELY: f64 = 1e-9;

    #[test]
    fn what_says_nothing_of_its_time_is_served() {
        for policy in [Policy::default(), stale(), early(20.0)] {
            assert_eq!(next(Found::Nothing, policy, LIKELY, true), Next::Load);
            assert_eq!(next(Found::Plain, policy, LIKELY, true), Next::Serve);
        }
    }

    #[test]
    fn what_is_fresh_is_served_and_refreshed_by_chance() {
        let fresh = |policy, chance| next(aged(FRESH, false), policy, chance, true);
        for policy in [Policy::default(), stale()] {
            assert_eq!(fresh(policy, LIKELY), Next::Serve);
        }
        // A body of 100 ms, with 100 ms left: 0.5 goes when 69 are, 0.3 when 120 are.
        assert_eq!(fresh(early(1.0), 0.5), Next::Serve);
        assert_eq!(fresh(early(1.0), 0.3), Next::RefreshEarly);
        assert_eq!(fresh(early(20.0), 0.9), Next::RefreshEarly);
        assert_eq!(fresh(early(20.0), 1.0), Next::Serve);
    }

    #[test]
    fn what_is_over_is_of_use_where_it_may_be_stale() {
        for fresh_until in [OVER, NOW] {
            let over = |policy, rests| next(aged(fresh_until, false), policy, LIKELY, rests);
            assert_eq!(over(Policy::default(), true), Next::Load);
            for policy in [stale(), early(1.0)] {
                assert_eq!(over(policy, false), Next::RefreshStale);
                assert_eq!(over(policy, true), Next::ServeStale);
            }
        }
        let too_stale = aged(NOW - 10_000, false);
        assert_eq!(next(too_stale, stale(), 1.0, true), Next::Load);
    }

    #[test]
    fn what_is_absent_is_served_to_those_who_asked_for_it() {
        let absents = Policy {
            none_expire: Some(Expire::from(30)),
            ..stale()
        };
        let absent = |fresh_until, policy| next(aged(fresh_until, true), policy, 1.0, false);
        assert_eq!(absent(FRESH, stale()), Next::Load);
        assert_eq!(absent(FRESH, absents), Next::Serve);
        let forever = Found::Aged(Age {
            fresh_until: None,
            cost: 100,
            is_absent: true,
        });
        assert_eq!(next(forever, absents, LIKELY, false), Next::Serve);
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
                    let now = Now {
                        millis,
                        chance,
                        rests: false,
                    };
                    plan(aged(fresh_until, false), &policy, now);
                }
            }
        }
    }
}
