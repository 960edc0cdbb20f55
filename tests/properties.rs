//! The laws over generated input: nothing panics, every span lies in its file on character boundaries, a fix
//! leaves the text readable and is quiet the second time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "clippy.toml speaks of test functions only, not of what they call; skips are told"
)]

mod support;

use idplint::finding::Finding;
use proptest::prelude::*;
use support::{fixtures, judge_in, pages::standing};

/// Every fixture of the house: the seeds that are mutated.
fn seeds() -> Vec<String> {
    let mut texts: Vec<String> = ["rules", "vendor-examples", "vendor-doc-bugs", "example", "healthy", "containers"]
        .iter()
        .flat_map(|room| fixtures(room))
        .map(|fixture| fixture.text())
        .collect();
    texts.push(
        "admin: {identityProvider: azure, jwksEndpoint: 'https://ü.example/x', users: [&a {id: 1}, *a]}\r\n".to_owned(),
    );
    texts
}

/// Pieces that break YAML, URLs and ids in interesting ways.
const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    ":",
    ": ",
    "- ",
    "#",
    "'",
    "\"",
    "|",
    ">",
    "|-\n",
    "&a ",
    "*a",
    "<<: *a\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "---\n",
    "...\n",
    "!!str ",
    "é",
    "\u{feff}",
    "\u{200b}",
    "😀",
    "0x1F",
    "1e5",
    "yes",
    "~",
    "null",
    "https://",
    "//",
    "\\",
    "\\'",
    "\"# é\n",
    "[-]",
    "-\t",
    "\n\t",
    "... ",
    "/.well-known/openid-configuration",
    "/realms/",
    "admin:\n",
    "users:\n",
    "id: ",
    "{{ .x }}",
    "${X}",
    "ENC[",
    "\u{0}",
    "\u{1b}[31m",
    "jwksEndpoint: ",
    "identityProvider: ",
    "kind: AppInstance\n",
    "apiVersion: kubecfg.dev/v1alpha1\n",
    "@",
    "`",
    "%",
    "?",
];

/// What a text is read as; most are YAML.
const NAMES: &[&str] = &["values.yaml", "values.yaml", "values.yaml", "a.sh", "Makefile", "Dockerfile", "config.toml"];

fn mutated() -> impl Strategy<Value = String> {
    let seeds = seeds();
    let cuts = prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, prop::sample::select(PIECES)), 0..6);
    (prop::sample::select(seeds), cuts, any::<bool>()).prop_map(|(mut text, cuts, crlf)| {
        for (at, length, piece) in cuts {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let first = at.index(boundaries.len());
            let last = (first + length).min(boundaries.len() - 1);
            text.replace_range(boundaries[first]..boundaries[last], piece);
        }
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

fn spans_are_in_the_text(findings: &[Finding], text: &str) {
    for finding in findings {
        let labels = std::iter::once(&finding.label).chain(&finding.related);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| &edit.place);
        for place in labels.map(|label| &label.place).chain(edits) {
            assert!(text.get(place.span.range()).is_some(), "{} marks {:?} of\n{text}", finding.rule, place.span);
        }
        assert!(!finding.message.contains('\n') || finding.message.len() < 4_000, "{}", finding.rule);
    }
}

fn apply(text: &str, findings: &[Finding]) -> String {
    idplint::mend::apply(text, findings.iter().filter_map(|finding| finding.fix.as_ref()))
}

fn is_readable(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.rule != "unparsable-document")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_fixes_converge(text in mutated(), name in prop::sample::select(NAMES)) {
        let judge = |text: &str| judge_in(name, text, &Default::default(), standing("in git mode 0644"));
        let findings = judge(&text);
        spans_are_in_the_text(&findings, &text);
        if !is_readable(&findings) {
            return Ok(());
        }
        let (mut text, mut findings) = (text, findings);
        for _ in 0..10 {
            let mended = apply(&text, &findings);
            if mended == text {
                return Ok(());
            }
            let again = judge(&mended);
            spans_are_in_the_text(&again, &mended);
            prop_assert!(is_readable(&again), "a fix broke the file:\n{text}\n=>\n{mended}");
            (text, findings) = (mended, again);
        }
        prop_assert!(false, "ten rounds of fixes were not enough:\n{text}\n{findings:#?}");
    }
}
