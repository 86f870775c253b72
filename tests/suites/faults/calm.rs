//! No fault at all: what is added on this machine when nothing is wrong, to compare with.

use crate::experiment::{Experiment, Way};
use crate::faults;

faults! {
    nothing: Experiment::midway(Way::Direct, |_| {}).ends(|_| {}),
    nothing_through_a_proxy: Experiment::midway(Way::Proxied, |_| {}).ends(|_| {}),
}
