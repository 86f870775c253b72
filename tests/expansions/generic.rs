use dtcache::cache_wrapper;
use serde::Serialize;
use serde::de::DeserializeOwned;

const NAMESPACE: &str = "repository";

#[cache_wrapper(
    namespace = NAMESPACE,
    key(T = std::any::type_name::<T>()),
    skip = [N],
    cache_if = |found| !found.is_empty(),
)]
pub fn first<'a, T, K, const N: usize>(keys: &'a [K]) -> std::io::Result<Vec<T>>
where
    T: Serialize + DeserializeOwned + From<&'a K>,
    K: Serialize,
{
    Ok(keys.iter().take(N).map(T::from).collect())
}
