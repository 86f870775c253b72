//! Keys are Python's keys, for argument lists of every kind, against one live Python process.

#[path = "wire/argument.rs"]
mod argument;
mod wire;

use std::cell::RefCell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use support::oracle::{Described, Oracle, PythonCall};

use argument::{Argument, argument, distinct, name};

/// Argument lists a batch, which is one line to Python and back.
const BATCH: usize = 100;
const BATCHES: u32 = 120;

#[derive(Debug, Clone)]
struct Call {
    namespace: String,
    positional: Vec<Argument>,
    named: Vec<(&'static str, Argument)>,
}

impl Call {
    fn key(&self) -> String {
        let mut call = dtcache::cache_function(&self.namespace);
        for value in &self.positional {
            call = call.positional(value);
        }
        for (name, value) in &self.named {
            call = call.arg(name, value);
        }
        call.key().expect("every part of it can be serialized")
    }

    fn in_python(&self) -> PythonCall {
        let named = self.named.iter();
        PythonCall {
            namespace: self.namespace.clone(),
            positional: self.positional.iter().map(Argument::described).collect(),
            named: named
                .map(|(name, value)| ((*name).to_owned(), value.described()))
                .collect(),
        }
    }
}

fn call() -> impl Strategy<Value = Call> {
    let named = vec((name(), argument()), 0..4);
    (wire::text(), vec(argument(), 0..3), named).prop_map(|(namespace, positional, named)| Call {
        namespace,
        positional,
        named: distinct(named, |name| *name),
    })
}

#[test]
fn no_generated_argument_list_has_another_key_in_python() {
    let oracle = RefCell::new(Oracle::start());
    let config = Config {
        cases: BATCHES,
        failure_persistence: None,
        ..Config::default()
    };
    let compared = TestRunner::new(config).run(&vec(call(), BATCH), |calls| {
        let in_python: Vec<PythonCall> = calls.iter().map(Call::in_python).collect();
        let expected = oracle.borrow_mut().keys(&in_python);
        for (call, expected) in calls.iter().zip(expected) {
            prop_assert_eq!(call.key(), expected, "{:?}", call);
        }
        Ok(())
    });
    if let Err(difference) = compared {
        panic!("{difference}");
    }
}

/// Where two ways of printing the fewest digits would differ if they did.
#[test]
fn every_power_of_two_and_its_neighbours_print_as_in_python() {
    let powers = (0..0x7ff_u64).map(|exponent| exponent << 52);
    let subnormal = (0..52).map(|bit| 1_u64 << bit);
    let bits: Vec<u64> = powers
        .chain(subnormal)
        .flat_map(|bits| [bits.saturating_sub(1), bits, bits + 1])
        .collect();
    let calls: Vec<PythonCall> = bits
        .iter()
        .map(|bits| PythonCall {
            positional: vec![Described::float(f64::from_bits(*bits))],
            ..PythonCall::default()
        })
        .collect();
    let expected = Oracle::start().keys(&calls);
    for (bits, expected) in bits.iter().zip(expected) {
        let value = f64::from_bits(*bits);
        let key = dtcache::cache_function("").positional(&value).key();
        assert_eq!(key.ok(), Some(expected), "{value:e}");
    }
}
