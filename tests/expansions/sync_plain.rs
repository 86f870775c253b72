use dtcache::cache_wrapper;

/// How often a word occurs in a text.
#[cache_wrapper(namespace = "word_count", expire = 3600)]
#[must_use]
pub fn word_count(word: &str, text: &str) -> usize {
    let words = text.split_whitespace();
    words.filter(|candidate| *candidate == word).count()
}
