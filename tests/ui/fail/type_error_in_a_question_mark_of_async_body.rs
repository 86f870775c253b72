use dtcache::cache_wrapper;

#[derive(Debug)]
struct NoUser;

#[cache_wrapper(namespace = "users")]
async fn user(user_id: &str) -> Result<u64, NoUser> {
    let number: u64 = user_id.parse()?;
    Ok(number)
}

fn main() {}
