//! What is refused, with which words, and what is left of it.

use super::{USER, expands, expansion, refused};
use proc_macro2::TokenStream;

#[test]
fn an_expire_without_time_is_refused() {
    let of_user = |expire: &str, part: &str| {
        refused(
            &format!("namespace = \"n\", expire = {expire}"),
            USER,
            &[part],
        );
    };
    of_user("0", "no time");
    of_user("\"0s\"", "no time");
    of_user("60 - 60", "no time");
    of_user("1 - 2", "not negative");
    of_user("-1.5", "not negative");
    of_user("1 / 0", "`u64`");
    of_user("18446744073709551616", "`u64`");
    of_user("\"soon\"", "`soon` is no duration");
    of_user("true", "whole seconds");
    of_user("", "needs a value");
}

#[test]
fn a_budget_without_time_or_unit_is_refused() {
    let of_user = |budget: &str, part: &str| {
        let arguments = format!("namespace = \"n\", budget = {budget}");
        refused(&arguments, USER, &[part]);
    };
    of_user("50", "a budget has a unit");
    of_user("0.05", "a budget has a unit");
    of_user("\"0ms\"", "in no time");
    of_user("\"soon\"", "`soon` is no duration");
    of_user("", "needs a value");
}

#[test]
fn what_is_no_refresh_is_refused() {
    let of_user = |arguments: &str, part: &str| {
        let arguments = format!("namespace = \"n\", expire = 1, {arguments}");
        refused(&arguments, USER, &[part]);
    };
    of_user("flight", "`flight` needs a value: write `flight = false`");
    of_user(
        "flight = \"5s\"",
        "callers share a run of the body or do not",
    );
    of_user("flight()", "this says nothing");
    of_user("flight(wait = 5)", "a time has a unit");
    of_user("flight(wait = \"0s\")", "which is `flight = false`");
    of_user("flight(lock = yes)", "write `lock = true`");
    of_user("flight(lok = true)", "did you mean `lock`?");
    of_user("flight(lock)", "`lock` needs a value");
    of_user("flight(lock = true, lock = true)", "given twice");
    of_user("flight(lock = true wait = \"1s\")", "a comma is missing");
    of_user("early = 0", "which is `early = false`");
    of_user("early = 0.0", "which is `early = false`");
    of_user("early = -1", "above zero");
    of_user("early = BETA", "written out");
    of_user("early = 1e999", "an `f64` can hold");
    of_user("early = \"5m\"", "written out");
    of_user("stale = \"10m\"", "write `stale(for = \\\"10m\\\")`");
    of_user("stale()", "is missing: write `stale(for");
    of_user("stale(retry = \"1s\")", "is missing: write `stale(for");
    of_user("stale(for = 600)", "a time has a unit");
    of_user("stale(for = \"0s\")", "for no time");
    of_user(
        "stale(within = \"1s\")",
        "there are `for`, `retry`, `refresh`",
    );
    of_user(
        "stale(for = \"1s\", refresh = backgroud)",
        "mean `background`?",
    );
    of_user("stale(for = \"1s\", refresh = wait)", "or leave it out");
    of_user("stale(for = \"1s\", refresh = \"background\")", "the word");
    of_user("none_expire = 0", "no time");
    of_user("none_expire = |none| 30", "no value to ask");
    of_user("jitter = 91", "0 to 90 per cent");
    of_user("jitter = -10", "0 to 90 per cent");
    of_user("jitter = 10u64", "0 to 90 per cent");
    of_user("jitter = 0.1", "0 to 90 per cent");
    of_user("body_timeout = 2", "a time-out has a unit");
    of_user("body_timeout = \"0s\"", "in no time");
    refused(
        "namespace = \"n\", expire = |a, b| 1",
        USER,
        &["one parameter"],
    );
}

#[test]
fn what_never_expires_is_not_refreshed() {
    refused(
        "namespace = \"n\", stale(for = \"1s\"), early = true, jitter = 10",
        USER,
        &["never stale", "never refreshed early", "could be shortened"],
    );
    for fine in [
        "early = false",
        "none_expire = 30, jitter = 10",
        "expire = |user| 30, stale(for = \"1s\"), early = true, jitter = 10",
    ] {
        refused(&format!("namespace = \"n\", {fine}"), USER, &[]);
    }
    // What was not understood may have been a time.
    let arguments = "namespace = \"n\", expire = 0, early = true";
    refused(arguments, USER, &["no time"]);
}

#[test]
fn a_lease_is_in_the_slot_of_its_entry() {
    let wrong = "only if the braces";
    for (namespace, parts) in [
        ("orders", [].as_slice()),
        ("{user}:orders", &[]),
        ("orders:{user}", &[]),
        ("}{user}", &[]),
        ("orders{", &[]),
        ("orders}", &[wrong]),
        ("{}orders", &[wrong]),
        ("{}{user}", &[wrong]),
        ("}orders{", &[wrong]),
    ] {
        let shared = format!("namespace = \"{namespace}\", flight(lock = true)");
        refused(&shared, USER, parts);
        let alone = format!("namespace = \"{namespace}\", flight(lock = false)");
        refused(&alone, USER, &[]);
    }
    refused(
        "namespace = \"n\", flight(lock = true), write = background",
        USER,
        &["the call that holds the lease"],
    );
}

#[test]
fn a_body_that_is_not_polled_neither_runs_on_nor_times_out() {
    let background = "stale(for = \"1s\", refresh = background)";
    let refuses = |arguments: &str, item: &str, parts: &[&str]| {
        let arguments = format!("namespace = \"n\", expire = 1, {arguments}");
        refused(&arguments, item, parts);
    };
    let polled = "async fn f(a: u8) -> u8 { a }";
    refuses(background, USER, &["a sync body can't go on by itself"]);
    refuses(
        "body_timeout = \"1s\"",
        USER,
        &["a sync body can't be interrupted"],
    );
    refuses("body_timeout = \"1s\"", polled, &["without `stale`"]);
    refuses(
        "body_timeout = \"1s\", stale(fro = \"1s\")",
        polled,
        &["`stale` has no `fro`"],
    );
    refuses(
        &format!("body_timeout = SHORT, {background}"),
        polled,
        &["remove one of the two"],
    );
    refuses("body_timeout = SHORT, stale(for = LONG)", polled, &[]);
}

#[test]
fn a_body_that_runs_on_borrows_nothing() {
    let refuses = |arguments: &str, item: &str, parts: &[&str]| {
        let arguments = format!(
            "namespace = \"n\", expire = 1, stale(for = \"1s\", refresh = background), {arguments}"
        );
        refused(&arguments, item, parts);
    };
    let takes = |param: &str, parts: &[&str]| {
        let item = format!("async fn f(a: {param}) -> u8 {{ a.len() }}");
        refuses("skip = [a]", &item, parts);
        // What the body does not mention it does not hold.
        let item = format!("async fn f(a: {param}) -> u8 {{ 0 }}");
        refuses("skip = [a]", &item, &[]);
    };
    takes("&str", &["take a `String`"]);
    takes("&[u8]", &["take a `Vec`"]);
    takes("&mut Log", &["take the value itself, or an `Arc` of it"]);
    takes("Option<&'a Log>", &["an `Arc` of it"]);
    takes("Cow<'_, str>", &["a type without this lifetime"]);
    takes("Row<'a>", &["a type without this lifetime"]);
    takes("impl Of + 'a", &["a type without this lifetime"]);
    takes("Box<dyn Of + '_>", &["a type without this lifetime"]);
    takes("&'static Row<'a>", &["a type without this lifetime"]);
    for owned in [
        "&'static str",
        "Cow<'static, str>",
        "Arc<str>",
        "fn(&str) -> &u8",
        "Box<dyn Fn(&str) -> u8 + 'static>",
        "impl for<'a> Of<'a>",
    ] {
        takes(owned, &[]);
    }
    let this = "take `self: Arc<Self>`";
    refuses("", "async fn f(&self) -> u8 { self.id }", &[this]);
    refuses(
        "skip = [self]",
        "async fn f(&mut self) -> u8 { log!(self) }",
        &[this],
    );
    refuses(
        "",
        "async fn f(self: &Arc<Self>) -> u8 { self.id }",
        &[this],
    );
    refuses("", "async fn f(self: Arc<Self>) -> u8 { self.id }", &[]);
    refuses("", "async fn f(&self) -> u8 { 0 }", &[]);
    refuses(
        "cache_if = |found| found.len() > a.len()",
        "async fn f(a: &str) -> String { String::new() }",
        &["take a `String`"],
    );
    let future = |body: &str, parts: &[&str]| {
        let item = format!("fn f(a: &str) -> BoxFuture<'static, u8> {{ {body} }}");
        refuses("", &item, parts);
    };
    future("Box::pin(async move { a.len() })", &["take a `String`"]);
    future(
        "let a = a.to_owned(); Box::pin(async move { a.len() })",
        &[],
    );
    future("todo!()", &["the body must end in it"]);
}

#[test]
fn a_key_entry_without_a_parameter_is_refused() {
    refused(
        r#"namespace = "n", key(usr = user_id)"#,
        USER,
        &["`usr` is no parameter"],
    );
    refused(
        r#"namespace = "n", key("u" = 7)"#,
        USER,
        &["names no parameter"],
    );
    refused(
        r#"namespace = "n", key("u" = (user_id, page))"#,
        USER,
        &["`user_id` and `page`"],
    );
    refused(
        r#"namespace = "n", key("page" = user_id)"#,
        USER,
        &["named `page` too"],
    );
    refused(
        r#"namespace = "n", key(page = 1), skip = [page]"#,
        USER,
        &["already in `skip`"],
    );
}

#[test]
fn half_a_pattern_is_not_left_out() {
    let item = "fn f((a, b): (u8, u8)) -> u8 { 0 }";
    let arguments = r#"namespace = "n", key(pair = a)"#;
    refused(arguments, item, &["this leaves `b` of `(a , b)` out"]);
}

#[test]
fn a_path_from_self_is_not_the_receiver() {
    let item = "fn f(&self, id: u8) -> u8 { 0 }";
    let arguments = r#"namespace = "n", key("tenant" = self::LIMIT)"#;
    refused(arguments, item, &["names no parameter"]);
}

#[test]
fn type_parameters_are_stated_where_the_key_does_not_tell() {
    let refuses = |arguments: &str, item: &str, names: &[&str]| {
        refused(&format!("namespace = \"n\", {arguments}"), item, names);
    };
    refuses("", "fn f<T>(of: Vec<T>) -> u8 { 0 }", &[]);
    let projected = "no argument in the key holds a value of it";
    refuses("", "fn f<T: Of>(of: T::Id) -> u8 { 0 }", &[projected]);
    refuses(
        "",
        "fn f<T: Of>(of: &[<T as Of>::Id]) -> u8 { 0 }",
        &[projected],
    );
    refuses("", "fn f<const N: usize>(of: [u8; N]) -> u8 { 0 }", &[]);
    refuses("", "fn f<T>() -> u8 { 0 }", &["`T` must be stated"]);
    refuses(
        "",
        "fn f<T>(of: T) -> Option<T> { None }",
        &["the result depends on it"],
    );
    refuses(
        "skip = [of]",
        "fn f<T>(of: T) -> u8 { 0 }",
        &["no argument in the key"],
    );
    refuses(
        "key(of = 1 + of.id)",
        "fn f<T>(of: T) -> u8 { 0 }",
        &["no argument in the key"],
    );
    refuses("skip = [of, T]", "fn f<T>(of: T) -> u8 { 0 }", &[]);
    refuses(
        "key(T = \"t\", \"size\" = N)",
        "fn f<T, const N: u8>() -> T { T::new() }",
        &[],
    );
    refuses(
        "positional = [T]",
        "fn f<T>(of: T) -> u8 { 0 }",
        &["a type or `const` parameter"],
    );
}

#[test]
fn an_argument_that_is_not_understood_hides_no_other_mistake() {
    let pattern = "fn f((a, b): (u8, u8), c: u8) -> u8 { 0 }";
    refused(
        "skip = (a, b), positional = [d]",
        pattern,
        &[
            "names in brackets",
            "`namespace` is missing",
            "`d` is no parameter",
        ],
    );
    refused(
        "expire = 0, namespace = \"\"",
        "fn f<T>((a, b): (u8, u8)) -> u8 { 0 }",
        &[
            "no time",
            "an empty namespace",
            "`(a , b)` has no name",
            "`T` must be stated",
        ],
    );
    refused(
        "skip = a, c",
        pattern,
        &["names in brackets", "unknown argument `c`"],
    );
    refused(
        "namespace = \"n\" expire = 1, skip = [d]",
        USER,
        &["a comma is missing", "`d` is no parameter"],
    );
    refused(
        "namespace(\"n\")",
        USER,
        &["write `namespace = \\\"user_data\\\"`"],
    );
    refused("\"n\"", USER, &["expected the name of an argument"]);
}

#[test]
fn return_types_are_told_by_their_form() {
    let refuses = |returned: &str, part: &str| {
        let item = format!("fn f(a: u8) -> {returned} {{ todo!() }}");
        refused("namespace = \"n\"", &item, &[part]);
    };
    refuses("()", "returns nothing");
    refuses("!", "never returns");
    refuses("Result<impl Sized, u8>", "has no name");
    refuses("Result<(), u8>", "returns nothing");
    refuses(
        "std::io::Result<Option<&str>>",
        "a reference can't be cached",
    );
    let ends = "the body must end in it";
    refuses("impl Future<Output = u8> + Send", ends);
    refuses("Pin<Box<dyn Future<Output = u8> + Send + 'a>>", ends);
    refuses("futures::future::BoxFuture<'a, u8>", ends);
}

#[test]
fn references_that_may_be_of_an_error_are_left_to_the_compiler() {
    for returned in [
        "Result<u8, &'static str>",
        "Answer<u8, &'static str>",
        "Cow<'_, str>",
    ] {
        let item = format!("fn f(a: u8) -> {returned} {{ todo!() }}");
        refused("namespace = \"n\"", &item, &[]);
    }
}

#[test]
fn a_name_alone_makes_no_future() {
    for (returned, parts) in [
        ("BoxFuture", [].as_slice()),
        ("BoxFuture<u8>", &["what this future gives is not said"]),
        (
            "BoxFuture<'a, u8, E>",
            &["what this future gives is not said"],
        ),
        ("LocalBoxFuture<'_, u8>", &["the body must end in it"]),
    ] {
        let item = format!("fn f(a: u8) -> {returned} {{ todo!() }}");
        refused("namespace = \"n\"", &item, parts);
    }
}

#[test]
fn what_is_written_through_is_no_part_of_the_key() {
    for param in [
        "a: &mut u8",
        "a: Option<&mut u8>",
        "a: (u8, &mut u8)",
        "a: &&mut u8",
    ] {
        let item = format!("fn f({param}) -> u8 {{ 0 }}");
        refused("namespace = \"n\"", &item, &["`a` is `&mut`"]);
        refused("namespace = \"n\", skip = [a]", &item, &[]);
    }
    for receiver in ["&mut self", "self: &mut Self", "self: Pin<&mut Self>"] {
        let item = format!("fn f({receiver}) -> u8 {{ 0 }}");
        refused("namespace = \"n\"", &item, &["`self` is `&mut`"]);
    }
    refused("namespace = \"n\"", "fn f(a: fn(&mut u8)) -> u8 { 0 }", &[]);
}

#[test]
fn what_async_trait_hides_has_no_name() {
    let item = "fn f<'async_trait>(__arg0: (u8, u8)) -> Pin<Box<dyn Future<Output = u8> + 'async_trait>> \
                { Box::pin(async move { let (a, b) = __arg0; a }) }";
    refused("namespace = \"n\"", item, &["`_` has no name in the key"]);
    refused("namespace = \"n\", skip = [_]", item, &[]);
}

#[test]
fn slips_are_answered_with_what_was_meant() {
    let of_user = |arguments: &str, part: &str| {
        refused(&format!("namespace = \"n\", {arguments}"), USER, &[part]);
    };
    of_user("skip = [page.size]", "write `page`, and `key(page = …)`");
    of_user(
        "key(today = today())",
        "what is no parameter stands beside one",
    );
    of_user(
        "only_for = [page == 1 && user_id in [2]]",
        "a condition with `in` stands alone",
    );
    of_user("skip = [Row]", "stated as `key(Self = …)`");
    of_user("entry = user", "another name for the companion");
    of_user("skip = [page, page]", "in this list already");
    refused(
        "namespace = \"n\"",
        "unsafe extern \"C\" { fn f(); }",
        &["put it on a `fn`"],
    );
    refused(
        "namespace = format!(\"n{page}\")",
        USER,
        &["known while compiling"],
    );
    expands(
        "namespace = concat!(\"n\", 1)",
        USER,
        "namespace(concat!(\"n\", 1))",
    );
}

#[test]
fn another_attribute_of_ours_is_not_expanded_beside_its_error() {
    let item = "#[dtcache::cache_wrapper(namespace = \"m\")] fn f(a: u8) -> u8 { 0 }";
    refused("namespace = \"n\"", item, &["already"]);
    assert!(
        !expansion("namespace = \"n\"", item)
            .to_string()
            .contains("cache_wrapper (")
    );
}

#[test]
fn what_is_refused_is_left_as_it_was() {
    let item = "#[inline] pub fn f(a: u8) -> u8 { #![allow(unused)] let b @ _ = a; b }";
    let refused = expansion("", item).to_string();
    assert!(refused.ends_with(&item.parse::<TokenStream>().expect("tokens").to_string()));
}
