//! The `#[cache_wrapper]` attribute of dtcache.
//!
//! Use it through the `dtcache` crate, which re-exports it beside the runtime that
//! the generated code calls, and which holds its examples.

mod cache_wrapper;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Caches the results of a function in Redis.
///
/// The function keeps its name, its signature, its return type and its error type, and
/// no call to it fails because of the cache: a call first looks for a stored result
/// under a key made of the namespace and the arguments, and runs the body if there is
/// none. It stands on free functions and methods, sync and `async`, with any return type
/// that serde can write and read back. Of a `Result<T, E>` only the `Ok(T)` is stored, as
/// `T`; `E` needs no bound. A result whose JSON is `null` is stored with `none_expire` alone.
///
/// # Arguments
///
/// | argument | value | meaning |
/// |---|---|---|
/// | `namespace` | a string literal or a `const` expression; required | the prefix of every key |
/// | `expire` | whole seconds (`3600`), a text such as `"10m"` or `"1h 30m"`, or an expression over the parameters that gives a `Duration`, an `Option<Duration>` or `u64` seconds; or a closure over `&T` that gives one of these | how long a result is kept, or as it says itself; without it, for ever |
/// | `skip` | `[param, …]`, also `self`, `_` and type or `const` parameters | parameters left out of the key: a database session, a request id |
/// | `only_for` | `[condition, …]`, any of which suffices | a condition is `param in [a, b]`, `param in 1..=5`, or a `bool` expression over the parameters; where none holds the body runs without the cache |
/// | `redis` | an expression that gives a `RedisInstance` | the instance to use (`self.redis`, a `static`); without it, the installed one |
/// | `positional` | `[param, …]` | parameters that the Python services pass positionally |
/// | `key` | `(param = expr, …)` | what stands in the key for a parameter instead of its own value |
/// | `cache_if` | a closure over `&T` | whether this result is worth storing |
/// | `entry` | `entry = name`, or `entry(name, value = Type)` | a companion function of that name, which gives the handle on the entry for its arguments |
/// | `version` | a whole number, such as `2` | makes the namespace part of the key `namespace:v2`, so that a changed result type meets no old entries |
/// | `write` | `background` or `wait`, the default | `background` returns a computed value at once and has a thread write it |
/// | `codec` | `json` or `compact` | how results are written, in place of what the instance says: JSON, which Python shares, or smaller and faster; either is read by all |
/// | `budget` | a literal such as `"50ms"`, or a `Duration` expression over the parameters | what the cache may take of a call's time, in place of what the instance says |
/// | `flight` | `false`, `true`, which is the default, or `flight(wait = "5s", lock = true)` | how callers who miss the same key share one run of the body: not at all; for how long one waits for another's result; across processes too, by a lease in Redis |
/// | `early` | `true`, `false`, or a number above zero | one caller computes a result anew before its time is over, the sooner the longer that takes; `true` is 1.0, a larger number is earlier |
/// | `stale` | `stale(for = "10m", retry = "30s", refresh = background)`; `for` is required | a result is kept beyond its time, and served where the body fails, which is then left alone for the time of `retry`; with `refresh = background` it is served at once, and the body runs on after the call |
/// | `none_expire` | as `expire`, without a closure | how long a `None` is kept, which is otherwise not stored |
/// | `jitter` | 0 to 90, or a `u8` expression | by how many per cent at most a time to live is shortened by chance, in place of what the instance says |
/// | `body_timeout` | a literal such as `"2s"`, or a `Duration` expression over the parameters | how long the body of an async function may take before a stale result goes before it |
/// | `crate` | a path, such as `framework::dtcache` | where generated code finds dtcache, if not as `::dtcache` |
///
/// # What enters the key
///
/// Every parameter does, under its name, in the order of declaration: nothing is left
/// out in silence.
///
/// | parameter | in the key |
/// |---|---|
/// | `user_id: u64` | `"user_id"` with its value, which must be `Serialize` |
/// | `r#type: Kind` | `"type"` |
/// | `self` | `"self"`, unless `skip = [self]` or `key(self = self.tenant)` says otherwise |
/// | a parameter in `key(user = user.id)` | `"user"` with the value of the expression |
/// | a parameter in `key("userId" = user_id)` | `"userId"`: the parameter that the expression names, under the name that Python uses |
/// | a pattern such as `(a, b): (u8, u8)` | must be given a name, `key(pair = (a, b))`, or be skipped by its bindings, `skip = [a, b]` |
/// | `_: Request` | must be skipped: `skip = [_]` |
/// | a type or `const` parameter that the return type names, or that no argument of the key has in its type | must be stated: `key(T = T::NAME)` or `skip = [T]` |
///
/// An expression in the attribute sees the parameters as the body does, and is evaluated
/// before the body takes them. The closures of `cache_if` and `expire` live until after the body:
/// where one uses a parameter that the body consumes, it needs a copy of its own.
///
/// `Self` is told by the whole of `self`, or by another value of it in the key. Where it is not, and
/// the function is a trait's default body, the compiler says so: `key(Self = Self::NAME)` or
/// `skip = [Self]`. What the macro cannot see, such as the parameters of an `impl<T>` around the
/// method, is stated in the same way, `key(Self = T::NAME)`; where that is forgotten, a second type
/// that wants a key of the first runs uncached, with an event.
///
/// # Functions that return a future
///
/// `-> impl Future<Output = T>`, `-> Pin<Box<dyn Future<Output = T>>>`, `BoxFuture` and
/// `LocalBoxFuture` are recognised by form; so a method under `#[async_trait]` is cached as it
/// would be without that. The key is made when the function is called. The body ends in an `async`
/// block, bare or in `Box::pin(…)` or `.boxed()`: the statements before it run when the function is
/// called, the block runs on a miss.
///
/// # Bodies that run on
///
/// With `stale(…, refresh = background)` the body may run on after the call has returned, in a task of
/// the Tokio runtime. So the function is `async` or returns a future; what its body and the closures of
/// `cache_if` and `expire` use of the parameters is owned, a `String` and no `&str`, `self: Arc<Self>`
/// and no `&self`; and its future is `Send`. Such closures take what they use with them, as with `move`.
///
/// # The companion
///
/// With `entry = user_entry`, a function of that name stands beside the cached one, as visible as
/// that and under the same `#[cfg]`s. It takes the parameters that the key, `redis`, `expire` and the
/// other times to live use, as declared, and gives a handle: `user_entry(7).invalidate()?`. For an async
/// function the handle's methods are async; the companion itself never is. A closure of `expire` is
/// there a second time, and takes what it uses with it.
///
/// What is stored must be written down: it is the `T` of a return that is spelled `Result<T, …>`,
/// and else the whole return. Another alias of a `Result` says `entry(user_entry, value = User)`.
/// In a trait's `impl` no function can be added: put both into an inherent `impl`, and call the
/// cached one from the trait's method.
///
/// # What it can't stand on
///
/// Functions that are `const`, `unsafe` or `extern`, functions with `#[track_caller]`, and functions
/// that return nothing, a reference or an `impl Trait` that is no future. Each is refused with its
/// reason, as is every other mistake in the attribute, at the token that is wrong; all mistakes of
/// one attribute are reported at once.
#[proc_macro_attribute]
pub fn cache_wrapper(arguments: TokenStream, item: TokenStream) -> TokenStream {
    cache_wrapper::cache_wrapper(arguments.into(), item.into()).into()
}
