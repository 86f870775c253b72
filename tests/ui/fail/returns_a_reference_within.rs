use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "users")]
fn names(names: &str) -> Result<Vec<&str>, &'static str> {
    Ok(names.split(',').collect())
}

fn main() {}
