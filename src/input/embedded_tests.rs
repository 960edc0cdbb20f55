//! Texts inside strings: every value is found where it stands in the outer file.

use super::*;
use crate::source::Source;

fn outer(text: &str) -> Tree {
    let (tree, error) = yaml::read(&Source::new("outer.yaml", text), Reader::Kubectl);
    assert_eq!(error, None, "{text}");
    tree
}

fn inner(tree: &Tree, path: &[&str]) -> Tree {
    let string = tree.document(0).and_then(|root| root.at(path)).expect("the string");
    let Embedded { tree, error, .. } = read(string, Reader::Helm).expect("a string");
    assert_eq!(error, None);
    tree
}

/// The outer text of the inner value at `path`, and whether it may be edited.
fn raw(text: &str, path: &[&str]) -> (String, bool) {
    let outer = outer(text);
    let inner = inner(&outer, &["v"]);
    let node = inner.document(0).and_then(|root| root.at(path)).expect("the value");
    assert_eq!(node.place().source.name(), "outer.yaml");
    (node.raw().to_owned(), inner.is_editable())
}

#[test]
fn literal_blocks_lose_their_indentation() {
    for (text, editable) in [
        ("v: |\n  # c\n  a:\n    b: x y\n", true),
        ("v: |-\r\n  a:\r\n    b: x y\r\n", true),
        ("v: | # comment\n\n\n  ü: ö\n  a: {b: x y}  \n\n", true),
        ("v: |2\n    a:\n      b: x y\n", true),
        ("v: |+\n  ß: \"\u{1f600}\"\n\n  a:\n   # d\n\n   b: x y\n\n\n", true),
        ("v: |\n  a:\n    b:\tx y", true),
        ("v: >\n  {\"a\":\n  {\"b\":\n\n  x y}}\n", false),
        ("v: 'a: {\"it''s\": 1, b: x y}'\n", false),
        ("v: \"a: {\\\"\\u00fc\\x41\\\": '\\\\', b: x y}\\n\"\n", false),
        ("v: \"a:\\n  \\\n     b: x y\\n\"\n", false),
        ("v: 'a: {c: d,\n\n   b: x y}'\n", false),
    ] {
        assert_eq!(raw(text, &["a", "b"]), ("x y".to_owned(), editable), "{text:?}");
    }
}

#[test]
fn keys_lists_headers_and_comments_move_too() {
    let outer = outer("v: |\n  a:\n  - b\n  - c\n  d: |-\n    e\n  f: # g\n");
    let inner = inner(&outer, &["v"]);
    let root = inner.document(0).expect("a document");
    assert_eq!(root.get("a").map(Node::raw), Some("- b\n  - c"));
    let block = root.get("d").expect("a block");
    assert_eq!(block.raw(), "e\n");
    assert_eq!(outer.source().slice(block.scalar().expect("a scalar").header), "|-");
    let comments: Vec<_> = inner.comments().iter().map(|&span| outer.source().slice(span)).collect();
    assert_eq!(comments, ["# g"]);
    let key = root.entry("f").expect("a key").key;
    assert_eq!(key.raw(), "f");
    assert_eq!(root.get("f").expect("nothing").span().len(), 0);
}

#[test]
fn errors_are_told_in_the_outer_file() {
    let tree = outer("x: y\nv: |\n  a: b\n  c: @d\n");
    let string = tree.document(0).and_then(|root| root.get("v")).expect("the string");
    let Embedded { error, .. } = read(string, Reader::Helm).expect("a string");
    assert_eq!(tree.source().position(error.expect("an error").span.start).line, 4);
}

#[test]
fn strings_inside_strings_are_found_or_stand_for_the_whole() {
    let text = "v: |\n  w: |\n    {\"a\":\n      {\"b\": \"x y\"}}\n";
    let tree = outer(text);
    let middle = inner(&tree, &["v"]);
    let innermost = inner(&middle, &["w"]);
    let node = innermost.document(0).and_then(|root| root.at(&["a", "b"])).expect("the value");
    assert_eq!((node.raw(), innermost.is_editable()), ("\"x y\"", true));

    let tree = outer("v: \"w: \\\"a: \\\\\\\"x y\\\\\\\"\\\"\"\n");
    let middle = inner(&tree, &["v"]);
    let innermost = inner(&middle, &["w"]);
    let node = innermost.document(0).and_then(|root| root.get("a")).expect("the value");
    assert_eq!(node.text().as_deref(), Some("x y"));
    assert_eq!(node.raw(), "\\\"a: \\\\\\\"x y\\\\\\\"\\\"", "the whole string");
    assert!(!innermost.is_editable());
}

#[test]
fn other_values_carry_nothing() {
    let tree = outer("v: {a: b}\nw: 12\n");
    for name in ["v", "w"] {
        let node = tree.document(0).and_then(|root| root.get(name)).expect("a value");
        assert!(read(node, Reader::Helm).is_none());
    }
}
