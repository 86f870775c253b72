//! `flight = false` or `flight(wait = "5s", lock = true)`: how callers share one run of the body.

use super::argument::{Argument, Form, advice};
use super::options::{boolean, options};
use super::time::{Time, Words};
use proc_macro2::Span;
use syn::Ident;
use syn::parse::ParseStream;

/// How callers who miss the same key share one run of the body.
pub(crate) enum Flight {
    /// They do not.
    Off(Span),
    On {
        /// For how long a caller waits for another's result.
        wait: Option<Time>,
        /// Whether processes share a run as well, and where that is said.
        lock: Option<Span>,
    },
}

impl Argument for Flight {
    const USAGE: &'static str = "false` or `flight(wait = \"5s\", lock = true)";
    const FORM: Form = Form::Both;

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let problem = "callers share a run of the body or do not";
        let literal = boolean(input, &advice::<Self>(name, problem))?;
        Ok(if literal.value() {
            Self::On {
                wait: None,
                lock: None,
            }
        } else {
            Self::Off(literal.span())
        })
    }

    fn parse_list(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            let problem = "this says nothing";
            return Err(syn::Error::new(name.span(), advice::<Self>(name, problem)));
        }
        let (mut wait, mut lock) = (None, None);
        options(name, &["wait", "lock"], input, |option, input| {
            if option == "wait" {
                wait = Some(time(input)?);
            } else {
                let message = "write `lock = true`, or leave it out";
                let literal = boolean(input, message)?;
                lock = literal.value().then(|| literal.span());
            }
            Ok(())
        })?;
        Ok(Self::On { wait, lock })
    }
}

fn time(input: ParseStream<'_>) -> syn::Result<Time> {
    let words = Words {
        unit: "a time has a unit",
        zero: Some("who waits for no time shares nothing, which is `flight = false`"),
    };
    Time::read(input, &words, |problem| {
        format!("{problem}: write `wait = \"5s\"` or `wait = Duration::from_secs(5)`")
    })
}
