//! A boxed error, which is not `Send`, in a future that is.

use dtcache::cache_wrapper;
use std::error::Error;

/// A number.
///
/// # Errors
///
/// If it is none, or zero.
#[cache_wrapper(namespace = "boxed_error")]
pub async fn number(text: &str) -> Result<u32, Box<dyn Error>> {
    std::future::ready(()).await;
    if text == "0" {
        return Err("it is zero".into());
    }
    Ok(text.parse()?)
}

const fn is_send<F: Future + Send>(future: F) -> F {
    future
}

/// A call, the same again, and another.
pub async fn calls() -> [Option<u32>; 3] {
    let mut numbers = [None; 3];
    for (text, place) in ["1", "1", "2"].into_iter().zip(&mut numbers) {
        *place = is_send(number(text)).await.ok();
    }
    numbers
}
