//! The laws over generated input: nothing panics, every span lies in its file on character boundaries, and mending
//! obeys its four laws.

mod support;

use idplint::finding::Safety;
use proptest::prelude::*;
use support::forms::{MADE, WRITTEN};
use support::laws::{Case, edits_are_sound};
use support::{composed, fixtures, pages::standing};

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
    (prop::sample::select(seeds), cuts).prop_map(|(mut text, cuts)| {
        for (at, length, piece) in cuts {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let first = at.index(boundaries.len());
            let last = (first + length).min(boundaries.len() - 1);
            text.replace_range(boundaries[first]..boundaries[last], piece);
        }
        text
    })
}

/// Forms that are made one after another, where they fit.
fn reformed(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let forms = prop::sample::select([MADE, WRITTEN, WRITTEN].concat());
    (text, prop::collection::vec(forms, 0..3))
        .prop_map(|(text, forms)| forms.into_iter().fold(text, |text, (_, change)| change(&text).unwrap_or(text)))
}

fn obeys(name: &str, text: &str) -> Result<(), TestCaseError> {
    let case = Case::of(name, text, standing("in git mode 0644"));
    let findings = case.judge(&Default::default());
    edits_are_sound(&findings).map_err(TestCaseError::fail)?;
    // Of a broken text nobody knows the data.
    if findings.iter().all(|finding| finding.rule != "unparsable-document") {
        case.obeys(Safety::Safe).map_err(TestCaseError::fail)?;
        case.obeys(Safety::Unsafe).map_err(TestCaseError::fail)?;
    }
    Ok(())
}

/// How many; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn mutations_of_fixtures_obey(text in reformed(mutated()), name in prop::sample::select(NAMES)) {
        obeys(name, &text)?;
    }

    #[test]
    fn clusters_of_many_faults_obey(text in reformed(composed::cluster())) {
        obeys("values.yaml", &text)?;
    }

    #[test]
    fn profiles_of_many_faults_obey(text in composed::profiles()) {
        obeys("influxctl/config.toml", &text)?;
    }
}
