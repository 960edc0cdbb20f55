//! Terminal sessions: the README's examples and testdata/cli/*.trycmd, run as they stand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "clippy.toml speaks of test functions only, not of what they call; skips are told"
)]

#[test]
fn sessions_print_what_they_show() {
    trycmd::TestCases::new().case("README.md").case("testdata/cli/*.trycmd");
}
