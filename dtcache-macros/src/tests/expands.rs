//! What an accepted function expands to.

use super::{USER, expands, expansion};

#[test]
fn expire_is_read_while_compiling() {
    let of_user = |expire: &str, call: &str| {
        expands(&format!("namespace = \"n\", expire = {expire}"), USER, call);
    };
    of_user("3600", ".expire(3600u64)");
    of_user("3_600u32", ".expire(3600u64)");
    of_user("24 * (60 * 60)", ".expire(86400u64)");
    of_user("\"1h 30m\"", ".expire(5400u64)");
    of_user("\"1500ms\"", ".expire_millis(1500u64)");
    of_user("\"1500us\"", ".expire_millis(2u64)");
    of_user("page.into()", ".lasting(page.into())");
}

#[test]
fn a_budget_is_read_while_compiling() {
    let of_user = |budget: &str, call: &str| {
        expands(&format!("namespace = \"n\", budget = {budget}"), USER, call);
    };
    of_user("\"50ms\"", ".budget_millis(50u64)");
    of_user("\"1s 500ms\"", ".budget_millis(1500u64)");
    of_user("\"100us\"", ".budget_millis(1u64)");
    of_user("patience(page)", ".budget(patience(page))");
}

#[test]
fn what_is_said_of_refreshes_is_read_while_compiling() {
    let of_user = |arguments: &str, call: &str| {
        let arguments = format!("namespace = \"n\", expire = 1, {arguments}");
        expands(&arguments, USER, call);
    };
    of_user("flight = false", ".expire(1u64).flight_off().arg(");
    of_user("flight = true", ".expire(1u64).arg(");
    of_user("flight(lock = false)", ".expire(1u64).arg(");
    of_user(
        "flight(lock = true, wait = \"1s 500ms\")",
        ".expire(1u64).flight_wait_millis(1500u64).flight_lock().arg(",
    );
    of_user(
        "flight(wait = limits(page),)",
        ".flight_wait(limits(page));",
    );
    of_user("early = true", ".expire(1u64).early(1.0).arg(");
    of_user("early = false", ".expire(1u64).arg(");
    of_user("early = 2", ".early(2.0)");
    of_user("early = 0.25f64", ".early(0.25)");
    of_user(
        "stale(for = \"10m\")",
        ".expire(1u64).stale_for_millis(600000u64).arg(",
    );
    of_user(
        "stale(retry = \"0s\", for = LONG)",
        ".stale_for(LONG).stale_retry_millis(0u64)",
    );
    of_user("stale(for = LONG, retry = SHORT)", ".stale_retry(SHORT)");
    of_user("none_expire = 5 * 6", ".none_expire(30u64)");
    of_user("none_expire = \"250ms\"", ".none_millis(250u64)");
    of_user("none_expire = SHORT", ".none_lasting(SHORT)");
    of_user("jitter = 1_0", ".jitter(10u8)");
    of_user("jitter = limits::JITTER", ".jitter(limits::JITTER)");
}

#[test]
fn a_body_has_a_time_only_where_it_is_polled() {
    let item = "async fn f(a: u8) -> u8 { 0 }";
    let times = |time: &str, call: &str| {
        let arguments =
            format!("namespace = \"n\", expire = 1, stale(for = \"1s\"), body_timeout = {time}");
        expands(&arguments, item, call);
    };
    times("\"2s\"", ".body_timeout_millis(2000u64)");
    times("SHORT", ".body_timeout(SHORT)");
}

#[test]
fn the_result_says_how_long_it_is_kept() {
    let arguments = "namespace = \"n\", entry = g, cache_if = |user| user.is_some(), \
                     expire = |user: &User| user.life.min(limit)";
    let item = "fn f(a: u8, limit: u64, user: &Session) -> io::Result<User> { 0 }";
    let arguments = format!("{arguments}, skip = [limit, user]");
    expands(
        &arguments,
        item,
        ".dtcache_outcome() }.cache_if(|user| user.is_some())\
         .expire_by(|user: &User| user.life.min(limit)),",
    );
    // What the closure names itself is no parameter.
    expands(
        &arguments,
        item,
        "fn g(a: u8, limit: u64) -> ::dtcache::__private::Entry<User>",
    );
    expands(
        &arguments,
        item,
        ".dtcache_outcome() }).expire_by(move |user: &User| user.life.min(limit))",
    );
    let generic = "fn f<E>(a: u8) -> Result<Vec<u8>, E> { 0 }";
    expands(
        "namespace = \"n\", entry = g, skip = [E], expire = |found| found.life()",
        generic,
        "__dtcache.entry::<Vec<u8> >().expire_by(move |found| found.life())",
    );
}

/// What is of the entry and not of a call.
#[test]
fn a_companion_writes_as_the_function_does() {
    expands(
        "namespace = \"n\", entry = g, expire = 1, early = true, stale(for = LONG, retry = \"1s\"), \
         none_expire = 2, jitter = 3, flight(wait = \"1s\", lock = true), write = wait",
        USER,
        "::dtcache::__private::entry(\"n\").in_doubt(|| {}).expire(1u64).flight_lock()\
         .stale_for(LONG).none_expire(2u64).jitter(3u8).arg(",
    );
}

#[test]
fn a_body_that_runs_on_is_owned() {
    let arguments = "namespace = \"n\", expire = 1, stale(for = \"1s\", refresh = background), \
                     cache_if = |number| *number > a";
    let outcome = ".cache_if(move |number| *number > a), async move { if false {";
    expands(
        arguments,
        "async fn f(a: u8) -> u8 { a }",
        &format!(
            "__dtcache.run_detached({{
                use ::dtcache::__private::OfAny as _;
                ::dtcache::__private::Of::<u8>::new().dtcache_outcome()
            }}{outcome}"
        ),
    );
    expands(
        arguments,
        "async fn f(a: u8) -> u8 { a }",
        "} { a } }).await }",
    );
    let future = "fn f(a: u8) -> BoxFuture<'static, u8> { Box::pin(async { a }) }";
    expands(
        arguments,
        future,
        "Box::pin(async move { __dtcache.run_later_detached(",
    );
    expands(arguments, future, outcome);
}

#[test]
fn a_write_is_waited_for_unless_it_is_said() {
    expands(
        "namespace = \"n\", write = background, expire = 1",
        USER,
        ".expire(1u64).write_behind().arg(",
    );
    let waits = expansion("namespace = \"n\", write = wait", USER).to_string();
    let says_nothing = expansion("namespace = \"n\"", USER).to_string();
    assert_eq!(waits, says_nothing);
}

#[test]
fn a_key_entry_finds_its_parameter() {
    let method = "fn user(&self, r#type: u8, (a, b): (u8, u8)) -> u8 { 0 }";
    let expands = |arguments: &str, part: &str| {
        expands(&format!("namespace = \"n\", {arguments}"), method, part);
    };
    expands(
        "key(pair = (a, b))",
        r#".receiver(&self).arg("type", &r#type).arg("pair", &(a, b))"#,
    );
    expands(
        "key(self = self.id, pair = a ^ b)",
        r#".arg("self", &self.id).arg("type", &r#type)"#,
    );
    expands(
        r#"key("kind" = r#type, pair = (a, b))"#,
        r#".arg("kind", &r#type).arg("pair", &(a, b))"#,
    );
    expands(
        r#"key("kind" = r#type, pair = a), skip = [b]"#,
        r#".arg("kind", &r#type).arg("pair", &a)"#,
    );
    expands(
        "skip = [a, b], key(type = r#type + 1)",
        r#".arg("type", &(r#type + 1))"#,
    );
    expands(
        r#"skip = [a, b], key("t" = format!("{type}"))"#,
        r#".arg("t", &format!("{type}"))"#,
    );
    expands(
        "positional = [self], skip = [type, a, b]",
        ".positional(&self);",
    );
}

#[test]
fn a_future_is_its_last_async_block() {
    let returns = |ending: &str, part: &str| {
        let item = format!("fn f(a: u8) -> BoxFuture<'static, u8> {{ first(); {ending} }}");
        expands("namespace = \"n\"", &item, part);
    };
    let call = "async move { __dtcache.run_later(";
    returns(
        "Box::pin(async move { a })",
        &format!("first(); Box::pin({call}"),
    );
    returns("async move { a }.boxed()", &format!("first(); {call}"));
    returns(
        "FutureExt::boxed(async { a })",
        &format!("first(); FutureExt::boxed({call}"),
    );
    returns(
        "Box::pin(async { a })",
        "::core::pin::pin!(async { if false",
    );
}

#[test]
fn self_is_told_by_a_value_of_it_and_left_to_the_compiler_where_not() {
    let is_in_doubt = |arguments: &str, item: &str| {
        let arguments = format!("namespace = \"n\", {arguments}");
        expansion(&arguments, item).to_string().contains("within")
    };
    assert!(!is_in_doubt("", "fn f(&self) -> u8 { 0 }"));
    assert!(is_in_doubt("skip = [self]", "fn f(&self) -> u8 { 0 }"));
    assert!(is_in_doubt(
        "key(self = self.id)",
        "fn f(&self) -> u8 { 0 }"
    ));
    assert!(is_in_doubt("", "fn f(&self) -> Self { todo!() }"));
    assert!(!is_in_doubt(
        "skip = [self, Self]",
        "fn f(&self) -> Self { todo!() }"
    ));
    assert!(!is_in_doubt(
        "skip = [self], key(Self = 1)",
        "fn f(&self) -> u8 { 0 }"
    ));
    assert!(is_in_doubt("", "fn f(a: u8) -> u8 { Self::LIMIT.min(a) }"));
    assert!(is_in_doubt(
        "",
        "fn f(a: u8) -> String { format!(\"{}\", Self::LIMIT) }"
    ));
    assert!(!is_in_doubt(
        "",
        "fn f(a: u8) -> u8 { impl B { fn c() -> Self { B } } a }"
    ));
    assert!(!is_in_doubt("", "fn f(a: Vec<Self>) -> u8 { 0 }"));
}

#[test]
fn a_companion_takes_what_is_used() {
    let companion = |arguments: &str, item: &str, part: &str| {
        let arguments = format!("namespace = \"n\", entry = g, {arguments}");
        expands(&arguments, item, part);
    };
    let two = "pub fn f(mut a: u8, b: &mut S) -> io::Result<u8> { 0 }";
    companion(
        "skip = [b]",
        two,
        "pub fn g(a: u8) -> ::dtcache::__private::Entry<u8> {",
    );
    companion("key(b = b.id)", two, "pub fn g(a: u8, b: &mut S) ->");
    companion(
        "skip = [b], expire = b.life",
        two,
        "pub fn g(a: u8, b: &mut S) ->",
    );
    let method = "async fn f(&self, (a, b): (u8, u8)) -> Option<u8> { 0 }";
    companion(
        "skip = [self, b], key(pair = a)",
        method,
        "#[allow(unused_mut, unused_variables)] \
         fn g((a, b): (u8, u8)) -> ::dtcache::__private::AsyncEntry<Option<u8>> {",
    );
    companion(
        "skip = [a, b], redis = self.redis, key(self = 1)",
        method,
        "fn g(&self) ->",
    );
    let generic = "fn f<'a, 'b: 'a, T: Of<&'a str>, E, const N: usize>(a: &'b [T; N], e: E) -> Result<T, E> \
                   where E: Clone, u8: From<T>, String: Clone { 0 }";
    companion(
        "key(T = 1, N = 2), skip = [e, E]",
        generic,
        "fn g<'a, 'b: 'a, T: Of<&'a str>, const N: usize>(a: &'b [T; N]) \
         -> ::dtcache::__private::Entry<T> where u8: From<T>, String: Clone {",
    );
    companion(
        "key(T = 1, N = 2), skip = [e, E]",
        generic,
        "__dtcache.entry::<T>()",
    );
    companion(
        "key(T = 1)",
        "fn f<T: From<u8>>(a: u8) -> Vec<T> { 0 }",
        "fn g<T: From<u8>>(a: u8) -> ::dtcache::__private::Entry<Vec<T>> {",
    );
    companion("skip = [b]", two, "__dtcache.handle::<u8, _>(");
    companion("skip = [b]", two, ".in_doubt(|| {})");
    companion("skip = [b], key(Self = 1)", two, ".stated()");
    let borrowed = "#[expect(clippy::x)] fn f(a: u8, b: &str) -> Cow<'_, str> { 0 }";
    companion(
        "skip = [b]",
        borrowed,
        "#[allow(clippy::x)] fn g(a: u8) -> ::dtcache::__private::Entry<Cow<'static, str>> {",
    );
    companion(
        "skip = [b], crate = my::dtcache",
        two,
        "-> my::dtcache::__private::Entry<u8> {",
    );
}

#[test]
fn lists_of_none_alone_say_their_type() {
    let arguments = "namespace = \"n\", only_for = [page in [None, None]]";
    expands(
        arguments,
        USER,
        "[::dtcache::__private::Missing, ::dtcache::__private::Missing]",
    );
    let arguments = "namespace = \"n\", only_for = [page in [None, Some(1)]]";
    expands(arguments, USER, "[None, Some(1)]");
}

#[test]
fn a_cfg_of_a_parameter_is_that_of_its_part_of_the_key() {
    let item = "fn f(a: u8, #[cfg(unix)] b: u8, c: u8) -> u8 { 0 }";
    let call = r#".arg("a", &a); #[cfg(unix)] let __dtcache = __dtcache.arg("b", &b);
                  let __dtcache = __dtcache.arg("c", &c);"#;
    expands("namespace = \"n\"", item, call);
}

/// A lock guard of one expression must not be held while the next is evaluated.
#[test]
fn expressions_with_calls_have_statements_of_their_own() {
    let item = "fn f(&self, a: u8, b: u8) -> u8 { 0 }";
    let arguments = r#"namespace = "n", key(self = self.lock().id), only_for = [self.lock().on]"#;
    let call = r#"("n").within::<Self>().condition(self.lock().on);
                  let __dtcache = __dtcache.arg("self", &self.lock().id);
                  let __dtcache = __dtcache.arg("a", &a).arg("b", &b);"#;
    expands(arguments, item, call);
}
