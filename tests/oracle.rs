//! Every scalar of the measured table is typed as Helm, kubectl and the operator typed it.

mod support;

use idplint::input::ReadError;
use idplint::input::scalar::{Reader, Typed};
use idplint::input::yaml::read;
use idplint::source::Source;
use support::oracle::{Row, rows};

/// Rows that are not about one scalar, and what they are about.
const SKIPPED: &[(std::ops::RangeInclusive<u16>, &str)] = &[
    (0..=9, "a missing block, or the shape of the list of users"),
    (10..=10, "a missing key"),
    (13..=13, "a missing key"),
    (16..=21, "shape, a missing or misspelt key"),
    (47..=48, "a list, a map"),
    (140..=142, "a list, maps"),
    (191..=206, "duplicates, anchors, merges, several documents, line ends: src/input/yaml_tests.rs"),
    (226..=227, "a list, a map"),
    (240..=250, "several values files"),
    (251..=270, "flags of `helm --set`"),
    (279..=284, "shape of users, a misplaced block, a whole file in JSON"),
    (285..=285, "not UTF-8: refused before the text is read as YAML"),
    (286..=295, "what the chart renders"),
];

/// What `reader` makes of the value of the only key of `text`: `string "x"`, `number 5`, `null`, `ERROR …`.
fn arrives(text: &str, reader: Reader) -> String {
    let (tree, error) = read(&Source::new("row.yaml", text), reader);
    if let Some(ReadError { reason, .. }) = error {
        return format!("ERROR {reason}");
    }
    let value = tree.document(0).and_then(|root| root.entries().next()).expect("one key").value;
    match value.typed().expect("a scalar") {
        Typed::Null => "null".into(),
        Typed::Bool(value) => format!("bool {value}"),
        Typed::Number(number) => format!("number {number}"),
        Typed::Text | Typed::OtherText(_) => {
            format!("string {}", serde_json::to_string(&value.text().unwrap()).unwrap())
        }
        Typed::Refused(why) => format!("ERROR {why}"),
    }
}

fn same(ours: &str, cell: &str) -> bool {
    let string = |text: &str| text.strip_prefix("string ").map(|json| serde_json::from_str::<String>(json).unwrap());
    match (ours.strip_prefix("number "), cell.split_once(' ')) {
        (Some(ours), Some(("int" | "float", number))) => ours == number,
        _ if ours.starts_with("ERROR ") => cell.starts_with("ERROR "),
        _ => ours == cell || (string(ours).is_some() && string(ours) == string(cell)),
    }
}

#[test]
fn scalars_arrive_as_measured() {
    let mut wrong = Vec::new();
    for row in rows() {
        if SKIPPED.iter().any(|(numbers, _)| numbers.contains(&row.number)) {
            continue;
        }
        let Row { number, field, snippet, rendered, helm, app_instance } = row;
        let key = field.rsplit('.').next().unwrap();
        assert!(snippet.starts_with(&format!("{key}:")), "row {number:03} is neither run nor listed");
        let ours = arrives(&snippet, Reader::Kubectl);
        if !same(&ours, &app_instance) {
            wrong.push(format!("{number:03} kubectl: {snippet:?} is {app_instance}, ours {ours}"));
        }
        // The chart types the other two fields a second time.
        if !field.starts_with("users[0].") {
            continue;
        }
        let ours = arrives(&snippet, Reader::Helm);
        let ok = match ours.strip_prefix("number ") {
            Some(number) => rendered == format!("{key}: {number}") && helm.starts_with(['i', 'f']),
            None => same(&ours, &helm),
        };
        if !ok {
            wrong.push(format!("{number:03} helm: {snippet:?} is {helm}, rendered {rendered:?}, ours {ours}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_is_whole() {
    let numbers: Vec<u16> = rows().map(|row| row.number).collect();
    assert_eq!(numbers, (0..=295).collect::<Vec<_>>());
    let skipped: usize = SKIPPED.iter().map(|(numbers, _)| numbers.clone().count()).sum();
    assert_eq!(numbers.len() - skipped, 207, "rows that are run");
}

/// A tab that indents is written out in the table's own escapes, so it has no row above (row 201).
#[test]
fn a_tab_cannot_indent() {
    for reader in [Reader::Helm, Reader::Kubectl, Reader::Operator] {
        assert!(arrives("users:\n\t- id: a\n", reader).starts_with("ERROR "));
    }
}

/// Column C of the table of scalars: what kubit's own type makes of a ConfigMap payload, measured with
/// serde_yaml 0.9.34.
#[test]
fn scalars_arrive_at_the_operator_as_measured() {
    let rows = [
        ("1234567890123456789", "number 1234567890123456789"),
        ("9007199254740993", "number 9007199254740993"),
        ("18446744073709551616", "ERROR"),
        ("110169484474386276334", "ERROR"),
        ("12345678901234567890123456789012", "ERROR"),
        ("100000000000000000000", "ERROR"),
        ("0123", r#"string "0123""#),
        ("0777", r#"string "0777""#),
        ("0899", r#"string "0899""#),
        ("00", r#"string "00""#),
        ("1_000", r#"string "1_000""#),
        ("1__0", r#"string "1__0""#),
        ("017_1", r#"string "017_1""#),
        ("0x1F", "number 31"),
        ("0o17", "number 15"),
        ("0b101", "number 5"),
        ("1e5", "number 100000.0"),
        ("1E5", "number 100000.0"),
        ("1.5e3", "number 1500.0"),
        ("123e45", "number 1.23e+47"),
        ("123e4567", r#"string "123e4567""#),
        ("1e309", r#"string "1e309""#),
        ("12e34567", r#"string "12e34567""#),
        ("1.10", "number 1.1"),
        ("1.", "number 1.0"),
        ("+5", "number 5"),
        ("-0", "number 0"),
        (".inf", "null"),
        ("-.inf", "null"),
        (".nan", "null"),
        ("yes", r#"string "yes""#),
        ("no", r#"string "no""#),
        ("on", r#"string "on""#),
        ("off", r#"string "off""#),
        ("y", r#"string "y""#),
        ("N", r#"string "N""#),
        ("true", "bool true"),
        ("True", "bool true"),
        ("TRUE", "bool true"),
        ("tRue", r#"string "tRue""#),
        ("null", "null"),
        ("Null", "null"),
        ("NULL", "null"),
        ("~", "null"),
        ("", "null"),
        ("&a", "null"),
        ("none", r#"string "none""#),
        ("nil", r#"string "nil""#),
        ("inf", r#"string "inf""#),
        ("nan", r#"string "nan""#),
        ("2024-01-01", r#"string "2024-01-01""#),
        ("2024-01-01 00:00:00", r#"string "2024-01-01 00:00:00""#),
        ("12:30:45", r#"string "12:30:45""#),
        ("1:20", r#"string "1:20""#),
        ("=", r#"string "=""#),
        ("<<", r#"string "<<""#),
        ("!!str 123", r#"string "123""#),
        ("!!int '5'", "number 5"),
        ("!x", "ERROR"),
        ("!!binary aGk=", r#"string "aGk=""#),
        ("550e8400-e29b-41d4-a716-446655440000", r#"string "550e8400-e29b-41d4-a716-446655440000""#),
        ("00000000-0000-0000-0000-000000000000", r#"string "00000000-0000-0000-0000-000000000000""#),
        ("auth0|5f7c8ec7c33c6c004bbafe82", r#"string "auth0|5f7c8ec7c33c6c004bbafe82""#),
        ("00u1abcd2EFgHIjKL3m4", r#"string "00u1abcd2EFgHIjKL3m4""#),
        ("550e8400e29b41d4a716446655440000", r#"string "550e8400e29b41d4a716446655440000""#),
        ("' u-1 '", r#"string " u-1 ""#),
        (r#""u-1\n""#, r#"string "u-1\n""#),
        ("*nope", "ERROR"),
        ("@x", "ERROR"),
        ("`x`", "ERROR"),
        ("%x", "ERROR"),
        ("a: b", "ERROR"),
    ];
    for (text, expected) in rows {
        let ours = arrives(&format!("id: {text}"), Reader::Operator);
        let ok = if expected == "ERROR" { ours.starts_with("ERROR ") } else { ours == expected };
        assert!(ok, "`{text}` is {expected}, ours {ours}");
    }
}
