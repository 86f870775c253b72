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
    of_user("page.into()", ".expire(page.into())");
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
        r#".arg("self", &self).arg("type", &r#type).arg("pair", &(a, b))"#,
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
        &["names in brackets", "`d` is no parameter"],
    );
    refused(
        "namespace = \"n\" expire = 1, skip = [d]",
        USER,
        &["a comma stands", "`d` is no parameter"],
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
    refuses("impl Future<Output = u8> + Send", "write `async fn`");
    refuses(
        "Pin<Box<dyn Future<Output = u8> + Send + 'a>>",
        "write `async fn`",
    );
    refuses("futures::future::BoxFuture<'a, u8>", "write `async fn`");
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
    let call = r#"("n").only_for(self.lock().on);
                  let __dtcache = __dtcache.arg("self", &self.lock().id);
                  let __dtcache = __dtcache.arg("a", &a).arg("b", &b);"#;
    expands(arguments, item, call);
}
