//! Programs that must not compile, with the message that says what to write instead, and
//! programs that must.
//!
//! One mistake a file, and the file named after the mistake. The messages stand beside the
//! programs in `.stderr` files; after a change that is meant, write them anew with
//! `TRYBUILD=overwrite cargo test --test compile_errors`, and read the difference.

#[test]
fn mistakes_are_explained() {
    let programs = trybuild::TestCases::new();
    programs.compile_fail("ui/fail/*.rs");
    programs.pass("ui/pass/*.rs");
}
