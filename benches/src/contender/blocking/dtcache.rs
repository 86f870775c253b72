//! dtcache: the attribute on a sync function, default settings.

use dtcache::cache_wrapper;

use super::{Call, Contender};
use crate::body;
use crate::contender::instance;
use crate::payload::{Large, Medium, Small};

/// Its functions use the installed instance.
pub struct Dtcache;

impl Contender for Dtcache {
    const NAME: &'static str = "dtcache";

    fn connect(url: &str) -> Self {
        instance::install(url);
        Self
    }

    fn another(&self) -> Self {
        Self
    }
}

#[cache_wrapper(namespace = "bench:small", expire = 3600)]
fn small(user_id: u64) -> Small {
    body::run(user_id)
}

#[cache_wrapper(namespace = "bench:medium", expire = 3600)]
fn medium(user_id: u64) -> Medium {
    body::run(user_id)
}

#[cache_wrapper(namespace = "bench:large", expire = 3600)]
fn large(user_id: u64) -> Large {
    body::run(user_id)
}

impl Call<Small> for Dtcache {
    type Value = Small;

    fn call(&mut self, id: u64) -> Small {
        small(id)
    }
}

impl Call<Medium> for Dtcache {
    type Value = Medium;

    fn call(&mut self, id: u64) -> Medium {
        medium(id)
    }
}

impl Call<Large> for Dtcache {
    type Value = Large;

    fn call(&mut self, id: u64) -> Large {
        large(id)
    }
}
