//! The attribute's arguments, parsed into typed values that keep their tokens.

mod argument;
mod body_timeout;
mod budget;
mod codec;
mod condition;
mod early;
mod entry;
mod expire;
mod expression;
mod flight;
mod jitter;
mod key;
mod life;
mod names;
mod namespace;
mod none_expire;
mod options;
mod path;
mod stale;
mod time;
mod unknown;
mod version;
mod word;
mod write;

pub(crate) use body_timeout::BodyTimeout;
pub(crate) use budget::Budget;
pub(crate) use codec::Codec;
pub(crate) use condition::{Condition, Conditions, List};
pub(crate) use early::Early;
pub(crate) use entry::Entry;
pub(crate) use expire::Expire;
pub(crate) use expression::{Instance, Predicate};
pub(crate) use flight::Flight;
pub(crate) use jitter::Jitter;
pub(crate) use key::{KeyEntries, KeyEntry, KeyName};
pub(crate) use life::Life;
pub(crate) use names::Names;
pub(crate) use namespace::Namespace;
pub(crate) use none_expire::NoneExpire;
pub(crate) use path::CratePath;
pub(crate) use stale::Stale;
pub(crate) use time::Time;
pub(crate) use unknown::{closest, listed};
pub(crate) use version::Version;
pub(crate) use write::Write;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Ident, Token};

/// Makes the arguments out of a table: one argument is one line, its name in the attribute first.
macro_rules! arguments {
    ($($(#[$doc:meta])* $shown:literal => $name:ident: $value:ty,)*) => {
        /// What the attribute says, as far as it could be understood.
        #[derive(Default)]
        pub(crate) struct Args {
            $($(#[$doc])* pub(crate) $name: Option<$value>,)*
            /// The arguments that were not understood, as far as their names were: a check must
            /// not complain about what one of them may have said.
            lost: Vec<Option<String>>,
        }

        impl Args {
            const NAMES: &[&str] = &[$($shown),*];

            fn accept(&mut self, name: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
                match name.unraw().to_string().as_str() {
                    $($shown => argument::accept(&mut self.$name, name, input),)*
                    _ => Err(unknown::error(name, Self::NAMES)),
                }
            }
        }
    };
}

arguments! {
    /// The prefix of every key.
    "namespace" => namespace: Namespace,
    /// How long a result is kept.
    "expire" => expire: Expire,
    /// Parameters left out of the key.
    "skip" => skip: Names,
    /// When the cache is used at all.
    "only_for" => only_for: Conditions,
    /// The instance to use.
    "redis" => redis: Instance,
    /// Parameters that stand in the first part of the key.
    "positional" => positional: Names,
    /// What stands for a parameter in the key.
    "key" => key: KeyEntries,
    /// Which results are stored.
    "cache_if" => cache_if: Predicate,
    /// The companion that gives the entry's handle.
    "entry" => entry: Entry,
    /// Which generation of entries this is.
    "version" => version: Version,
    /// Whether a call waits for the write of its result.
    "write" => write: Write,
    /// How results are written.
    "codec" => codec: Codec,
    /// How long the cache may take of a call's time.
    "budget" => budget: Budget,
    /// How callers share one run of the body.
    "flight" => flight: Flight,
    /// Whether a result is computed anew before its time is over.
    "early" => early: Early,
    /// How long a result is of use beyond its time.
    "stale" => stale: Stale,
    /// How long an absent result is kept.
    "none_expire" => none_expire: NoneExpire,
    /// By how much a time to live may be shortened.
    "jitter" => jitter: Jitter,
    /// How long the body may take while there is a stale value.
    "body_timeout" => body_timeout: BodyTimeout,
    /// Where dtcache is found.
    "crate" => krate: CratePath,
}

impl Args {
    /// Reads all arguments and returns what is wrong beside what is right.
    pub(crate) fn parse(tokens: TokenStream) -> (Self, Vec<syn::Error>) {
        let mut args = Self::default();
        let mut errors = Vec::new();
        let read = |input: ParseStream<'_>| args.read(input, &mut errors);
        if let Err(error) = read.parse2(tokens)
            && errors.is_empty()
        {
            errors.push(error);
            args.lost.push(None);
        }
        (args, errors)
    }

    /// Where it is said that processes share a run of the body.
    pub(crate) fn flight_lock(&self) -> Option<Span> {
        match self.flight {
            Some(Flight::On { lock, .. }) => lock,
            _ => None,
        }
    }

    /// Whether none of the arguments in `names` can be among those that were not understood.
    pub(crate) fn have_understood(&self, names: &[&str]) -> bool {
        let about_others = |lost: &Option<String>| match lost {
            Some(lost) => Self::NAMES.contains(&lost.as_str()) && !names.contains(&lost.as_str()),
            None => false,
        };
        self.lost.iter().all(about_others)
    }

    /// One mistake ends its argument, and the next argument is read all the same.
    fn read(&mut self, input: ParseStream<'_>, errors: &mut Vec<syn::Error>) -> syn::Result<()> {
        while !input.is_empty() {
            let name = Ident::parse_any(input)
                .map_err(|error| syn::Error::new(error.span(), expected_argument()));
            let known = name.as_ref().ok().map(|name| name.unraw().to_string());
            if let Err(error) = name.and_then(|name| self.accept(&name, input)) {
                errors.push(error);
                self.lost.push(known);
                skip_argument(input)?;
            } else if !input.is_empty() && !input.peek(Token![,]) {
                errors.push(input.error("a comma is missing: write `, ` between two arguments"));
                self.lost.push(None);
                skip_argument(input)?;
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    }
}

fn expected_argument() -> String {
    format!(
        "expected the name of an argument, which is one of {}",
        listed(Args::NAMES)
    )
}

fn skip_argument(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
