use dtcache::cache_wrapper;

trait Table {
    const NAME: &'static str;

    #[cache_wrapper(namespace = "titles")]
    fn title(language: &str) -> String {
        format!("{} {language}", Self::NAME)
    }
}

fn main() {}
