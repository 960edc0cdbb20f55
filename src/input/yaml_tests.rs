use std::time::{Duration, Instant};

use super::super::node::Node;
use super::*;

fn read_text(text: &str) -> (Tree, Option<ReadError>) {
    read(&Source::new("test.yaml", text), Reader::Kubectl)
}

fn tree(text: &str) -> Tree {
    let (tree, error) = read_text(text);
    assert_eq!(error, None, "{text}");
    tree
}

/// Reads one document and gives the source text of the value at `path`.
fn raw(text: &str, path: &[&str]) -> String {
    let tree = tree(text);
    let node = tree.document(0).and_then(|root| root.at(path)).expect("the value");
    node.raw().to_owned()
}

fn text_at(tree: &Tree, path: &[&str]) -> String {
    tree.document(0).and_then(|root| root.at(path)).and_then(Node::text).expect("a string").into_owned()
}

fn header(text: &str) -> String {
    let tree = tree(text);
    let node = tree.document(0).and_then(|root| root.get("a")).expect("the value");
    tree.source().slice(node.scalar().expect("a scalar").header).to_owned()
}

/// The reason of the error, and that it came fast.
fn refusal(text: &str) -> (String, Span) {
    let start = Instant::now();
    let (_, error) = read_text(text);
    assert!(start.elapsed() < Duration::from_secs(10), "slow");
    let error = error.expect("an error");
    (error.reason, error.span)
}

#[test]
fn spans_of_flow_scalars_are_the_text() {
    assert_eq!(raw("a: b c  # d\n", &["a"]), "b c");
    assert_eq!(raw("a: 'b ''c'  # d\n", &["a"]), "'b ''c'");
    assert_eq!(raw("a: \"b \\\" c\"\n", &["a"]), "\"b \\\" c\"");
    assert_eq!(raw("a: b\n  c\nd: e\n", &["a"]), "b\n  c");
    assert_eq!(raw("a: !!str 12 # c\n", &["a"]), "12");
    assert_eq!(raw("a: &x 12 # c\n", &["a"]), "12");
    assert_eq!(raw("{a: [b, {c: 'd'}], e: f}", &["a"]), "[b, {c: 'd'}]");
    assert_eq!(raw("{a: b , c: \"d\" }", &["c"]), "\"d\"");
    assert_eq!(raw("a:\nb: c\n", &["a"]), "");
}

#[test]
fn spans_of_block_scalars_are_the_body() {
    assert_eq!(raw("a: |\n  b\n  c\nd: e\n", &["a"]), "b\n  c\n");
    assert_eq!(raw("a: |-\n  b\nd: e\n", &["a"]), "b\n");
    assert_eq!(raw("a: >\n  b\n  c\n", &["a"]), "b\n  c\n");
    assert_eq!(raw("x:\n  a: |-\n    b\n  d: e\n", &["x", "a"]), "b\n");
    assert_eq!(raw("a: |-\n  b", &["a"]), "b");
    for (text, expected) in [
        ("a: |\n  b\n", "|"),
        ("a: |-\n  b\n", "|-"),
        ("a: >2+\n  b\n", ">2+"),
        ("a: |- # | a comment\n  b\n", "|-"),
        ("a: | # c > d # e\n\n\n  b\n", "|"),
        ("\"a\": >-\t# c\r\n  b\r\n", ">-"),
        ("a: | # c |\n\n", "|"),
        ("a: >\n  \n", ">"),
        ("a: |\n  |\n", "|"),
        ("a: |\n", "|"),
        ("a: |-\nb: c\n", "|-"),
    ] {
        assert_eq!(header(text), expected, "{text:?}");
    }
    assert_eq!(raw("a: |-\nb: c\n", &["a"]), "|-", "an empty body stands at its header");
}

#[test]
fn spans_of_block_collections_end_with_their_last_child() {
    assert_eq!(raw("a:\n  b: c\n  d: e # f\n\ng: h\n", &["a"]), "b: c\n  d: e");
    assert_eq!(raw("a:\n- b\n- c\n\ng: h\n", &["a"]), "- b\n- c");
    assert_eq!(raw("a: # d\n# -\n- - b\n- c\n", &["a"]), "- - b\n- c");
    assert_eq!(raw("a: &x # d\n- &y b\n", &["a"]), "- &y b");
    assert_eq!(raw("a:\n  - b: c\n    d: e\n  - f\n", &["a"]), "- b: c\n    d: e\n  - f");
}

#[test]
fn line_ends_marks_and_wide_letters_do_not_move_spans() {
    assert_eq!(raw("\u{feff}a: 'ü😀'\r\nb: \"ß\" # é\r\nc: d\r\n", &["b"]), "\"ß\"");
    assert_eq!(raw("\u{feff}a: 'ü😀'\r\nb: \"ß\" # é\r\nc: d\r\n", &["a"]), "'ü😀'");
    assert_eq!(raw("a: |\r\n  ü\r\n  b\r\nc: d\r\n", &["a"]), "ü\r\n  b\r\n");
    let tree = tree("\u{feff}ключ: значение # 😀\n");
    let root = tree.document(0).expect("a document");
    let entry = root.entry("ключ").expect("the key");
    assert_eq!((entry.key.raw(), entry.value.raw()), ("ключ", "значение"));
    assert_eq!(entry.key.span().start, 3);
    assert_eq!(tree.comments().iter().map(|span| tree.source().slice(*span)).collect::<Vec<_>>(), ["# 😀"]);
}

#[test]
fn a_hundred_comment_lines_may_stand_before_a_value() {
    let text = format!("a:\n{}  b: c\n", "  # comment\n".repeat(1000));
    assert_eq!(raw(&text, &["a", "b"]), "c");
}

#[test]
fn aliases_point_at_the_text_they_stand_for() {
    let tree = tree("a: &x {k: 'v'}\nb: *x\n");
    let value = tree.document(0).and_then(|root| root.get("b")).expect("b");
    assert_eq!(value.raw(), "{k: 'v'}");
    assert_eq!(value.used_at().map(|place| tree.source().slice(place.span).to_owned()).as_deref(), Some("*x"));
    assert_eq!(text_at(&tree, &["b", "k"]), "v");
}

/// Rows 195 to 200 of the oracle.
#[test]
fn merges_follow_go_yaml() {
    let merged = |text: &str, key: &str| text_at(&tree(text), &["it", key]);
    assert_eq!(merged("l: &l Lovelace\nit: {lastName: *l}", "lastName"), "Lovelace");
    let ada = "u: &u {firstName: Ada, lastName: Lovelace, id: a}\n";
    assert_eq!(merged(&format!("{ada}it: {{<<: *u, firstName: Bob}}"), "lastName"), "Lovelace");
    assert_eq!(merged(&format!("{ada}it: {{<<: *u, firstName: Bob}}"), "firstName"), "Bob");
    assert_eq!(merged(&format!("{ada}it:\n  id: b\n  <<: *u\n"), "id"), "a", "the merge comes later");
    let pair = "a: &a {lastName: Babbage}\nb: &b {lastName: Byron, id: b}\n";
    assert_eq!(merged(&format!("{pair}it: {{<<: [*a, *b]}}"), "lastName"), "Babbage");
    assert_eq!(merged(&format!("{pair}it: {{<<: [*a, *b]}}"), "id"), "b");
    let text = "u: &u {id: a}\nit: {<<: *u}";
    let tree = tree(text);
    let entry = tree.document(0).and_then(|root| root.get("it")?.entry("id")).expect("id");
    assert!(entry.merged_at.is_some());
    assert_eq!(tree.duplicates().count(), 0);
    for text in ["a: {<<: 5}", "a: {<<: [5]}", "a: {<<: }"] {
        assert_eq!(refusal(text).0, "`<<` takes a map or a list of maps", "{text}");
    }
    let quoted = self::tree("u: &u {id: a}\nit: {'<<': *u}");
    assert!(quoted.document(0).and_then(|root| root.get("it")?.get("id")).is_none());
}

#[test]
fn the_operator_does_not_merge() {
    let (tree, error) = read(&Source::new("test.yaml", "u: &u {id: a}\nit: {<<: *u}\n"), Reader::Operator);
    assert_eq!(error, None);
    let it = tree.document(0).and_then(|root| root.get("it")).expect("it");
    assert_eq!(it.entries().map(|entry| entry.name().into_owned()).collect::<Vec<_>>(), ["<<"]);
}

#[test]
fn of_a_repeated_key_the_last_wins_and_both_are_known() {
    let tree = tree("a: 1\n'a': two\nyes: x\ntrue: z\n");
    assert_eq!(text_at(&tree, &["a"]), "two");
    assert_eq!(text_at(&tree, &["true"]), "z");
    let keys: Vec<_> = tree.duplicates().map(|(_, first, second)| (first.raw(), second.raw())).collect();
    assert_eq!(keys, [("a", "'a'"), ("yes", "true")]);
    assert_eq!(tree.document(0).map(|root| root.entries().count()), Some(2));
}

#[test]
fn documents_stand_apart() {
    let tree = tree("---\na: 1\n---\n---\nb: &x 2\n...\n---\nc: 3\n");
    let roots: Vec<_> = tree.documents().map(Node::raw).collect();
    assert_eq!(roots, ["a: 1", "", "b: &x 2", "c: 3"]);
    let (_, error) = read_text("a: &x 1\n---\nb: *x\n");
    assert_eq!(error.map(|error| error.document), Some(1), "an anchor ends with its document");
}

#[test]
fn an_error_in_a_later_document_keeps_the_earlier_ones() {
    let (tree, error) = read_text("a: one\n---\nb: [1, 2\nc: 3\n");
    assert_eq!(tree.documents().count(), 1);
    assert_eq!(text_at(&tree, &["a"]), "one");
    assert_eq!(error.map(|error| error.document), Some(1));
}

#[test]
fn nesting_has_a_limit() {
    for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "? ".repeat(20_000)] {
        let (reason, _) = refusal(&text);
        assert_eq!(reason, "it is nested more than 128 levels deep", "{}", &text[..4]);
    }
    let chain: String = (1..200).map(|n| format!("- &a{n} [*a{}]\n", n - 1)).collect();
    let (reason, span) = refusal(&format!("- &a0 [x]\n{chain}"));
    assert_eq!(reason, "it is nested more than 128 levels deep once its aliases are written out");
    assert!(span.start > 0);
    tree(&format!("{}x{}", "[".repeat(120), "]".repeat(120)));
}

#[test]
fn aliases_have_a_limit() {
    let bomb: String =
        (1..10).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(","))).collect();
    let (reason, _) = refusal(&format!("a0: &a0 x\n{bomb}"));
    assert_eq!(reason, "it holds more than 1000000 values once its aliases are written out");
    // Merged pairs are copies: they may not fill the memory before the document ends.
    let keys: String = (0..1000).map(|n| format!("k{n}: ,")).collect();
    let merges = "- {<<: *a}\n".repeat(300_000);
    let (reason, _) = refusal(&format!("- &a {{{keys}}}\n{merges}"));
    assert_eq!(reason, "it holds more than 1000000 values once its aliases are written out");
}

#[test]
fn an_alias_cannot_stand_inside_its_own_value() {
    for text in ["a: &a [*a]", "a: &a {b: {c: *a}}", "&a [b, {<<: *a}]"] {
        let (reason, span) = refusal(text);
        assert_eq!(reason, "an alias stands inside the value it stands for");
        assert_eq!(&text[span.range()], "*a");
    }
}

#[test]
fn json_is_read_too() {
    let tree = tree(
        "{\n\t\"a\": \"\\ud83d\\ude00\",\n\t\"b\": \"x\\/y\\u00e9\\b\\f\\n\\r\\t\\\"\\\\\",\"c\":[1,true,null,-0.5e3],\"d\":{}}",
    );
    assert_eq!(text_at(&tree, &["a"]), "😀");
    assert_eq!(text_at(&tree, &["b"]), "x/yé\u{8}\u{c}\n\r\t\"\\");
    let items = tree.document(0).and_then(|root| root.get("c")).expect("c");
    assert_eq!(items.items().map(Node::raw).collect::<Vec<_>>(), ["1", "true", "null", "-0.5e3"]);
    assert_eq!(raw("{\"a\":\"\\ud83d\\ude00\"}", &["a"]), "\"\\ud83d\\ude00\"");
}
