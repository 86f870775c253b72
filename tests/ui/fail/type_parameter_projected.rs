use dtcache::cache_wrapper;

trait Table {
    type Id: serde::Serialize;
    const NAME: &'static str;
}

#[cache_wrapper(namespace = "title")]
fn title<T: Table>(id: T::Id) -> String {
    drop(id);
    T::NAME.to_owned()
}

fn main() {}
