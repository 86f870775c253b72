//! `stale(for = "10m", retry = "30s", refresh = background)`: a result beyond its time to live.

use super::argument::{Argument, Form, advice};
use super::options::options;
use super::time::{Time, Words};
use super::word::word_of;
use proc_macro2::Span;
use syn::Ident;
use syn::parse::ParseStream;

/// How long a result is kept beyond its time to live, and when it is served.
pub(crate) struct Stale {
    /// Where the argument is.
    pub(crate) span: Span,
    /// For how long it is kept.
    pub(crate) time: Time,
    /// How long a body that failed is left alone.
    pub(crate) retry: Option<Time>,
    /// Whether it is served at once while the body runs, and where that is said.
    pub(crate) background: Option<Span>,
}

impl Argument for Stale {
    const USAGE: &'static str = "for = \"10m\"";
    const FORM: Form = Form::Listed;

    fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let (mut time, mut retry, mut background) = (None, None, None);
        options(
            name,
            &["for", "retry", "refresh"],
            input,
            |option, input| {
                if option == "for" {
                    let problem = "for no time nothing is kept";
                    time = Some(self::time(input, Some(problem), "`stale(for = \"10m\")`")?);
                } else if option == "retry" {
                    retry = Some(self::time(input, None, "`retry = \"30s\"`")?);
                } else {
                    background = Some(refresh(option, input)?);
                }
                Ok(())
            },
        )?;
        let Some(time) = time else {
            let problem = "how long a result is of use beyond its time is missing";
            return Err(syn::Error::new(name.span(), advice::<Self>(name, problem)));
        };
        Ok(Self {
            span: name.span(),
            time,
            retry,
            background,
        })
    }
}

fn time(input: ParseStream<'_>, zero: Option<&str>, usage: &str) -> syn::Result<Time> {
    let unit = "a time has a unit";
    Time::read(input, &Words { unit, zero }, |problem| {
        format!("{problem}: write {usage}, or an expression that gives a `Duration`")
    })
}

fn refresh(option: &Ident, input: ParseStream<'_>) -> syn::Result<Span> {
    let advice = |problem: &str| {
        format!("{problem}: write `refresh = background`, or leave it out for a caller to wait")
    };
    word_of(option, input, &["background"], advice).map(|(_, word)| word.span())
}
