use dtcache::cache_wrapper;

#[derive(serde::Serialize)]
struct Session(usize);

#[cache_wrapper(namespace = "users", expire = 60, stale(for = "10m", refresh = background), skip = [session])]
async fn user(name: &str, pages: &[u32], session: &mut Session) -> String {
    session.0 += pages.len();
    std::future::ready(name.to_owned()).await
}

fn main() {}
