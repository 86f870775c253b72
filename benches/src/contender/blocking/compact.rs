//! dtcache: the attribute on a sync function, with the faster codec, which Python does not read.

use dtcache::cache_wrapper;

use super::{Call, Contender};
use crate::body;
use crate::contender::instance;
use crate::payload::{Large, Medium, Small};

/// Its functions use the installed instance.
pub(super) struct Compact;

impl Contender for Compact {
    const NAME: &'static str = "dtcache, compact";

    fn connect(url: &str) -> Self {
        instance::install(url);
        Self
    }

    fn another(&self) -> Self {
        Self
    }
}

#[cache_wrapper(namespace = "bench:compact:small", expire = 3600, codec = compact)]
fn small(user_id: u64) -> Small {
    body::run(user_id)
}

#[cache_wrapper(namespace = "bench:compact:medium", expire = 3600, codec = compact)]
fn medium(user_id: u64) -> Medium {
    body::run(user_id)
}

#[cache_wrapper(namespace = "bench:compact:large", expire = 3600, codec = compact)]
fn large(user_id: u64) -> Large {
    body::run(user_id)
}

impl Call<Small> for Compact {
    type Value = Small;

    fn call(&mut self, id: u64) -> Small {
        small(id)
    }
}

impl Call<Medium> for Compact {
    type Value = Medium;

    fn call(&mut self, id: u64) -> Medium {
        medium(id)
    }
}

impl Call<Large> for Compact {
    type Value = Large;

    fn call(&mut self, id: u64) -> Large {
        large(id)
    }
}
