//! A body that is not `Send`, on a runtime of one thread.
use dtcache::cache_wrapper;
use std::cell::Cell;
use std::rc::Rc;
/// Counts on from a number.
#[allow(clippy::future_not_send, reason = "that is what is tried here")]
pub async fn next(number: u32, count: Rc<Cell<u32>>) -> u32 {
    let __dtcache = ::dtcache::__private::acache_function("not_send")
        .arg("number", &number);
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
                    count.set(count.get() + 1);
                    std::future::ready(()).await;
                    number + count.get()
                }
            }),
        )
        .await
}
/// A call, the same again, and another.
#[allow(clippy::future_not_send, reason = "that is what is tried here")]
pub async fn calls() -> [u32; 3] {
    let count = Rc::new(Cell::new(0));
    let first = next(1, count.clone()).await;
    [first, next(1, count.clone()).await, next(2, count).await]
}
