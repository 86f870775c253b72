//! Names of ours and of the standard library that mean something else here.
use dtcache::cache_wrapper;
/// Hides the standard one.
#[allow(dead_code, reason = "it is there to be in the way")]
pub enum Option {
    /// Hides the standard one.
    Some,
    /// Hides the standard one.
    None,
}
#[allow(dead_code, reason = "it is there to be in the way")]
mod core {}
trait Everything: Sized {
    #[allow(dead_code, reason = "it is there to be in the way")]
    fn outcome(self) -> Self {
        self
    }
    #[allow(dead_code, reason = "it is there to be in the way")]
    fn holds(&self) -> Option {
        Option::None
    }
    #[allow(dead_code, reason = "it is there to be in the way")]
    fn run(self) {}
    #[allow(dead_code, reason = "it is there to be in the way")]
    fn arg(self) {}
}
impl<T> Everything for T {}
macro_rules! pin {
    () => {};
}
/// Joins what is named in every way that could be ours.
pub async fn joined(result: u32, redis: u32, key: u32, call: u32, body: u32) -> u32 {
    let __dtcache = {
        use ::dtcache::__private::Holds as _;
        ::dtcache::__private::acache_function("shadowing")
            .only_for((&&&&&::dtcache::__private::In(&result, 1..9)).dtcache_holds())
            .arg("result", &result)
            .arg("redis", &redis)
            .arg("key", &key)
            .arg("call", &call)
            .arg("body", &body)
    };
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<u32>::new().dtcache_outcome()
            },
            ::core::pin::pin!(async move {
                if false {
                    return (|| -> u32 { loop {} })();
                }
                {
                    pin!();
                    std::future::ready(result + redis + key + call + body).await
                }
            }),
        )
        .await
}
/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [
        joined(1, 1, 1, 1, 1).await,
        joined(1, 1, 1, 1, 1).await,
        joined(2, 1, 1, 1, 1).await,
    ]
}
