use dtcache::cache_wrapper;

trait Format {
    const NAME: &'static str;
}

#[cache_wrapper(namespace = "shop:export", expire = "1m")]
fn export<F: Format>(year: u16) -> String {
    format!("{year} as {}", F::NAME)
}

fn main() {}
