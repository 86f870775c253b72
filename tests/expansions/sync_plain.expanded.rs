use dtcache::cache_wrapper;
/// How often a word occurs in a text.
#[must_use]
pub fn word_count(word: &str, text: &str) -> usize {
    let __dtcache = ::dtcache::__private::cache_function("word_count")
        .expire(3600u64)
        .arg("word", &word)
        .arg("text", &text);
    __dtcache
        .run(
            {
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<usize>::new().dtcache_outcome()
            },
            || -> usize {
                let words = text.split_whitespace();
                words.filter(|candidate| *candidate == word).count()
            },
        )
}
