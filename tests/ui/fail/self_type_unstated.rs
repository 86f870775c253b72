use dtcache::cache_wrapper;

trait Table {
    const NAME: &'static str;

    #[cache_wrapper(namespace = "titles", skip = [self])]
    fn title(&self) -> String {
        Self::NAME.to_owned()
    }
}

fn main() {}
