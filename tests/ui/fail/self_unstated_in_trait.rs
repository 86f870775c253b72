use dtcache::cache_wrapper;

trait Report {
    const NAME: &'static str;

    #[cache_wrapper(namespace = "report:title", expire = 60, skip = [self])]
    fn title(&self, year: u16) -> String {
        format!("{} {year}", Self::NAME)
    }
}

fn main() {}
