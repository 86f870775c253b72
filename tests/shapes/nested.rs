//! Functions, closures and `async` blocks within a body, with returns of their own.

use dtcache::cache_wrapper;

/// The sum of the even ones.
#[cache_wrapper(namespace = "nested")]
pub async fn even(numbers: &[u32]) -> u32 {
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

/// A call, the same again, and another.
pub async fn calls() -> [u32; 3] {
    [
        even(&[1, 2]).await,
        even(&[1, 2]).await,
        even(&[2, 4]).await,
    ]
}
