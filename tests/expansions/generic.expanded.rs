use dtcache::cache_wrapper;
use serde::Serialize;
use serde::de::DeserializeOwned;
const NAMESPACE: &str = "repository";
pub fn first<'a, T, K, const N: usize>(keys: &'a [K]) -> std::io::Result<Vec<T>>
where
    T: Serialize + DeserializeOwned + From<&'a K>,
    K: Serialize,
{
    let __dtcache = ::dtcache::__private::cache_function(const {
            ::dtcache::__private::namespace(NAMESPACE)
        })
        .arg("T", &std::any::type_name::<T>());
    let __dtcache = __dtcache.arg("keys", &keys);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<std::io::Result<Vec<T>>>::new()
                    .dtcache_outcome()
            }
                .cache_if(|found| !found.is_empty()),
            || -> std::io::Result<Vec<T>> {
                Ok(keys.iter().take(N).map(T::from).collect())
            },
        )
}
