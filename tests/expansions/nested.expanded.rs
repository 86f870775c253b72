//! Functions, closures and `async` blocks within a body, with returns of their own.
use dtcache::cache_wrapper;
/// The sum of the even ones.
pub async fn even(numbers: &[u32]) -> u32 {
    let __dtcache = ::dtcache::__private::acache_function("nested")
        .arg("numbers", &numbers);
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
                    const STEP: u32 = 2;
                    const fn is_even(number: u32) -> bool {
                        number.is_multiple_of(STEP)
                    }
                    let kept = |number: &&u32| -> bool {
                        if **number == 0 {
                            return false;
                        }
                        is_even(**number)
                    };
                    let sum = async { numbers.iter().filter(kept).sum() };
                    sum.await
                }
            }),
        )
        .await
}
/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [even(&[1, 2]).await, even(&[1, 2]).await, even(&[2, 4]).await]
}
