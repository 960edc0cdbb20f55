//! Errors of InfluxData's documentation, schemas and charts, in our own words: each is told by its rule on its line.

mod support;

use std::collections::BTreeSet;
use support::{fixtures, judge};

/// Everything that is said about `testdata/vendor-doc-bugs`: the error's number, its fixture, the rule, the line.
/// A number stands at its place in the vendor's pages, schemas and charts; the fixture's first line tells what is wrong.
const TOLD: &[(&str, &str, &str, usize)] = &[
    ("D1", "d01-app-instance.yaml", "jwks-endpoint-is-discovery-url", 13),
    ("D1", "d01-values.yaml", "jwks-endpoint-is-discovery-url", 5),
    ("D3", "d03-app-instance.yaml", "missing-field", 10),
    ("D3", "d03-values.yaml", "blank-reference", 6),
    ("D8", "d08-helm.sh", "helm-upgrade-without-release", 2),
    ("D10", "d10-app-instance.yaml", "referenced-key-missing", 35),
    ("D11", "d11-app-instance.yaml", "unknown-key", 6),
    ("D12", "d12-app-instance.yaml", "key-at-wrong-level", 21),
    ("D13", "d13-app-instance.yaml", "misspelled-key", 6),
    ("D13", "d13-map.yaml", "wrong-type", 7),
    ("D18", "d18-expiry.sh", "expiry-unusable", 2),
    ("D19", "d19-revoke.sh", "revocation-incomplete", 2),
    ("D19", "d19-revoke.sh", "job-copied-from-job", 3),
    ("D20", "d20-api.sh", "management-token-sent-to-console", 2),
    ("D20", "d20-api.sh", "management-token-without-expiry", 3),
    ("D21", "d21-notes-2024.yaml", "release-unknown", 8),
    ("D21", "d21-notes-2025.yaml", "release-unknown", 8),
    ("D23", "d23-groups.yaml", "user-group-unknown", 18),
    ("D23", "d23-groups.yaml", "user-group-unknown", 18),
    ("D23", "d23-old-release.yaml", "user-groups-before-release", 18),
    ("D24", "d24-app-instance.yaml", "public-roots-replaced", 25),
    ("D24", "d24-values.yaml", "public-roots-replaced", 10),
    ("D25", "d25-app-instance.yaml", "misspelled-key", 11),
    ("D25", "d25-app-instance.yaml", "endpoint-url-malformed", 12),
    ("D25", "d25-app-instance.yaml", "user-as-bare-id", 14),
    ("D25", "d25-app-instance.yaml", "user-without-id", 15),
    ("D25", "d25-app-instance.yaml", "blank-reference", 20),
    ("D25", "d25-nothing-required.yaml", "missing-field", 10),
    ("D25", "d25-package-admin.yaml", "key-at-wrong-level", 10),
    ("D26", "d26-blank-in-tag.yaml", "chart-with-known-defect", 7),
    ("D26", "d26-defaults.yaml", "blank-reference", 6),
    ("D26", "d26-defaults.yaml", "default-user-rendered", 6),
    ("D26", "d26-fullname.yaml", "fullname-override-is-image", 17),
    ("D26", "d26-namespace.yaml", "key-dropped-by-chart", 18),
    ("D26", "d26-pause.yaml", "chart-with-known-defect", 7),
    ("D27", "d27-app-instance.yaml", "user-as-bare-id", 14),
    ("D27", "d27-values.yaml", "user-as-bare-id", 6),
    ("D28", "d28-list.json", "listed-token-never-expires", 4),
    ("D29", "d29-values.yaml", "placeholder-left", 6),
    ("D29", "d29-values.yaml", "documentation-person-left", 7),
    ("D29", "d29-values.yaml", "placeholder-left", 10),
    ("D29", "d29-values.yaml", "documentation-person-left", 11),
    ("D42", "d42-app-instance.yaml", "unknown-key", 13),
    ("D42", "d42-app-instance.yaml", "unknown-key", 14),
    ("D42", "d42-app-instance.yaml", "unknown-key", 15),
    ("D42", "d42-values.yaml", "key-dropped-by-chart", 5),
    ("D42", "d42-values.yaml", "key-dropped-by-chart", 6),
    ("D42", "d42-values.yaml", "key-dropped-by-chart", 7),
];

#[test]
fn each_error_is_told_by_its_rule_on_its_line() {
    for fixture in fixtures("vendor-doc-bugs") {
        let name = fixture.name();
        let findings = judge(&name, &fixture.text(), &Default::default());
        let line = |finding: &idplint::finding::Finding| {
            let place = &finding.label.place;
            place.source.position(place.span.start).line
        };
        let said: Vec<_> = findings.iter().map(|finding| (finding.rule, line(finding))).collect();
        let table = TOLD.iter().filter(|(_, file, ..)| *file == name);
        let expected: Vec<_> = table.map(|&(_, _, rule, line)| (rule, line)).collect();
        assert!(!expected.is_empty(), "{name} stands in no row");
        assert_eq!(said, expected, "{name}");
    }
}

#[test]
fn each_row_has_its_fixture() {
    let files: BTreeSet<String> = fixtures("vendor-doc-bugs").iter().map(support::Fixture::name).collect();
    for (error, file, ..) in TOLD {
        assert!(files.contains(*file), "{error}: no fixture {file}");
        let number = error.trim_start_matches('D');
        assert!(file.starts_with(&format!("d{number:0>2}-")), "{error}: {file} bears another number");
    }
}
