//! Terminal sessions: the README's examples and testdata/cli/*.trycmd, run as they stand.

#[test]
fn sessions_print_what_they_show() {
    trycmd::TestCases::new().case("README.md").case("testdata/cli/*.trycmd");
}
