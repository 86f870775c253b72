use dtcache::cache_wrapper;
use serde::Serialize;

#[derive(Serialize)]
enum Country {
    Ch,
    De,
}

#[cache_wrapper(namespace = "shop:vat", only_for = [country in [Country::Ch]])]
fn vat(cents: u64, country: Country) -> u64 {
    match country {
        Country::Ch => cents * 81 / 1000,
        Country::De => cents * 190 / 1000,
    }
}

fn main() {}
