//! Attributes of others above and below ours: they do what they do without it.

use async_trait::async_trait;
use dtcache::{RedisConfig, RedisInstance, cache_wrapper};
use std::cell::RefCell;
use std::sync::{Mutex, OnceLock};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, instrument};

fn installed() -> &'static RedisInstance {
    static REDIS: OnceLock<RedisInstance> = OnceLock::new();
    REDIS.get_or_init(|| {
        let redis = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
        redis.clone().install().expect("the first one");
        redis
    })
}

#[track_caller]
fn hit_once(namespace: &str) {
    let counts = installed().stats().namespace(namespace).expect("calls");
    assert_eq!((counts.misses, counts.hits), (1, 1));
}

thread_local! {
    /// The names of the spans that this thread is in.
    static ENTERED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// The name of the span that the caller is in.
fn span() -> String {
    ENTERED.with_borrow(|entered| entered.last().copied().unwrap_or_default().to_owned())
}

/// Spans are only there where somebody listens.
fn listening<T>(code: impl FnOnce() -> T) -> T {
    tracing::subscriber::with_default(Spans::default(), code)
}

/// A subscriber for one thread that knows which span that is in.
#[derive(Default)]
struct Spans(Mutex<Vec<&'static str>>);

impl Subscriber for Spans {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut names = self.0.lock().expect("no panic");
        names.push(span.metadata().name());
        Id::from_u64(names.len() as u64)
    }

    fn enter(&self, span: &Id) {
        let number = usize::try_from(span.into_u64()).expect("few");
        let name = self.0.lock().expect("no panic")[number - 1];
        ENTERED.with_borrow_mut(|entered| entered.push(name));
    }

    fn exit(&self, _: &Id) {
        ENTERED.with_borrow_mut(Vec::pop);
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
}

#[cache_wrapper(namespace = "instrument below")]
#[instrument]
fn below(id: u32) -> String {
    format!("{id} in {}", span())
}

#[instrument]
#[cache_wrapper(namespace = "instrument above")]
fn above(id: u32) -> String {
    format!("{id} in {}", span())
}

#[cache_wrapper(namespace = "instrument below, async")]
#[instrument(skip_all)]
async fn below_async(id: u32) -> Result<String, std::num::ParseIntError> {
    std::future::ready(()).await;
    let half = format!("{}", id / 2).parse::<u32>()?;
    Ok(format!("{half} in {}", span()))
}

#[instrument(err, ret)]
#[cache_wrapper(namespace = "instrument above, async")]
async fn above_async(id: u32) -> Result<String, std::num::ParseIntError> {
    std::future::ready(()).await;
    let half = format!("{}", id / 2).parse::<u32>()?;
    Ok(format!("{half} in {}", span()))
}

#[test]
fn a_body_runs_in_the_span_of_its_function() {
    installed();
    listening(|| {
        for _ in 0..2 {
            assert_eq!(below(1), "1 in below");
            assert_eq!(above(1), "1 in above");
        }
    });
    hit_once("instrument below");
    hit_once("instrument above");
}

#[test]
fn an_async_body_runs_in_the_span_of_its_function() {
    installed();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    listening(|| {
        runtime.block_on(async {
            for _ in 0..2 {
                assert_eq!(below_async(2).await.as_deref(), Ok("1 in below_async"));
                assert_eq!(above_async(2).await.as_deref(), Ok("1 in above_async"));
            }
        });
    });
    hit_once("instrument below, async");
    hit_once("instrument above, async");
}

#[async_trait]
trait Pages {
    const SITE: &'static str;

    async fn page(&self, name: &str, number: u32) -> Result<String, String>;

    #[cache_wrapper(namespace = "async_trait, default", skip = [self], key(Self = Self::SITE))]
    async fn title(&self, mut name: String) -> Option<String> {
        name.push('!');
        let page = self.page(&name, 0).await.ok()?;
        if page.is_empty() {
            return None;
        }
        Some(page)
    }
}

struct Site;

#[async_trait]
impl Pages for Site {
    const SITE: &'static str = "site";

    #[cache_wrapper(namespace = "async_trait", skip = [self, _])]
    async fn page(&self, name: &str, _: u32) -> Result<String, String> {
        tokio::task::yield_now().await;
        if name.is_empty() {
            return Err("no name".to_owned());
        }
        Ok(name.to_uppercase())
    }
}

#[async_trait(?Send)]
trait Counts {
    async fn count(&self, counted: &std::cell::Cell<u32>) -> u32;
}

#[async_trait(?Send)]
impl Counts for Site {
    #[cache_wrapper(namespace = "async_trait, not Send", skip = [self, counted])]
    #[instrument(skip_all)]
    async fn count(&self, counted: &std::cell::Cell<u32>) -> u32 {
        tokio::task::yield_now().await;
        counted.set(counted.get() + 1);
        counted.get()
    }
}

#[tokio::test]
async fn methods_under_async_trait_are_cached() {
    installed();
    let counted = std::cell::Cell::new(0);
    for _ in 0..2 {
        assert_eq!(Site.title("a".to_owned()).await.as_deref(), Some("A!"));
        assert_eq!(Site.count(&counted).await, 1);
    }
    assert_eq!(Site.page("a!", 7).await.as_deref(), Ok("A!"));
    assert!(Site.page("", 7).await.is_err());
    assert_eq!(counted.get(), 1);
    hit_once("async_trait, default");
    hit_once("async_trait, not Send");
    let counts = installed().stats().namespace("async_trait").expect("calls");
    assert_eq!((counts.misses, counts.hits, counts.stored), (2, 1, 1));
}

/// The future of a cached method under `#[async_trait]` is `Send`, as it promises.
#[test]
fn a_future_under_async_trait_is_send() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&Site.page("a", 1));
}
