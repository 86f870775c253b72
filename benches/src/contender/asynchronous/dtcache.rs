//! dtcache: the attribute on an async function, default settings.

use dtcache::cache_wrapper;

use super::{Call, Contender};
use crate::body;
use crate::contender::instance;
use crate::payload::{Large, Medium, Small};

/// Its functions use the installed instance.
#[derive(Clone)]
pub struct Dtcache;

impl Contender for Dtcache {
    const NAME: &'static str = "dtcache";

    async fn connect(url: &str) -> Self {
        instance::install(url);
        Self
    }
}

#[cache_wrapper(namespace = "bench:small", expire = 3600)]
async fn small(user_id: u64) -> Small {
    body::run(user_id)
}

#[cache_wrapper(namespace = "bench:medium", expire = 3600)]
async fn medium(user_id: u64) -> Medium {
    body::run(user_id)
}

#[cache_wrapper(namespace = "bench:large", expire = 3600)]
async fn large(user_id: u64) -> Large {
    body::run(user_id)
}

impl Call<Small> for Dtcache {
    type Value = Small;

    async fn call(&self, id: u64) -> Small {
        small(id).await
    }
}

impl Call<Medium> for Dtcache {
    type Value = Medium;

    async fn call(&self, id: u64) -> Medium {
        medium(id).await
    }
}

impl Call<Large> for Dtcache {
    type Value = Large;

    async fn call(&self, id: u64) -> Large {
        large(id).await
    }
}
