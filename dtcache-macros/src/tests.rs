//! The pipeline run outside of the compiler: what is read into what, and what is refused.

use crate::cache_wrapper::cache_wrapper;
use proc_macro2::{TokenStream, TokenTree};

const USER: &str = "fn user(user_id: u64, page: u32) -> String { String::new() }";

fn expansion(arguments: &str, item: &str) -> TokenStream {
    let parse = |source: &str| source.parse::<TokenStream>().expect("tokens");
    cache_wrapper(parse(arguments), parse(item))
}

/// The messages of all `compile_error!`s in it.
fn messages(arguments: &str, item: &str) -> Vec<String> {
    let tokens: Vec<_> = expansion(arguments, item).into_iter().collect();
    let message = |pair: &[TokenTree]| match pair {
        [TokenTree::Punct(bang), TokenTree::Group(message)] if bang.as_char() == '!' => {
            Some(message.stream().to_string())
        }
        _ => None,
    };
    let texts = tokens.windows(2).filter_map(message);
    texts.filter(|text| text.starts_with('"')).collect()
}

#[track_caller]
fn refused(arguments: &str, item: &str, parts: &[&str]) {
    let messages = messages(arguments, item);
    assert_eq!(messages.len(), parts.len(), "{messages:#?}");
    for (message, part) in messages.iter().zip(parts) {
        assert!(message.contains(part), "{message} does not say {part}");
    }
}

/// Whether the expansion has these tokens, spaces aside.
#[track_caller]
fn expands(arguments: &str, item: &str, part: &str) {
    let bare = |text: &str| text.replace(char::is_whitespace, "");
    let expansion = expansion(arguments, item).to_string();
    assert!(
        bare(&expansion).contains(&bare(part)),
        "{expansion} has no {part}"
    );
}

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
