use dtcache::cache_wrapper;

trait Users {
    fn name(&self, id: u64) -> String;
}

struct Database;

impl Users for Database {
    #[cache_wrapper(namespace = "user:name", skip = [self], entry = name_entry)]
    fn name(&self, id: u64) -> String {
        format!("user {id}")
    }
}

fn main() {}
