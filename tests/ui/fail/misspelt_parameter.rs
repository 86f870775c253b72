use dtcache::cache_wrapper;

#[cache_wrapper(namespace = "shop:search", skip = [reqest_id])]
fn search(word: &str, request_id: &str) -> Vec<String> {
    vec![format!("{word} for {request_id}")]
}

fn main() {}
