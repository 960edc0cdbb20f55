//! Every style of scalar, line end and list is edited and read again.

use super::*;
use crate::input::node::Tree;
use crate::input::yaml;
use crate::source::Source;

fn tree(text: &str) -> Tree {
    let (tree, error) = yaml::read(&Source::new("a.yaml", text), Reader::Helm);
    assert_eq!(error, None, "{text:?}");
    tree
}

fn value(tree: &Tree) -> Node<'_> {
    tree.document(0).and_then(|root| root.get("a")).expect("the value of `a`")
}

fn apply(text: &str, edit: &Edit) -> String {
    let (before, after) = (&text[..edit.place.span.start as usize], &text[edit.place.span.end as usize..]);
    format!("{before}{}{after}", edit.replacement)
}

/// The text after `a` was made to read `new`; what it then reads is checked.
fn written(text: &str, new: &str) -> String {
    let tree = tree(text);
    let out = apply(text, &write_text(value(&tree), new));
    let again = self::tree(&out);
    assert_eq!(value(&again).text().expect("a string").trim_end_matches('\n'), new, "{text:?} became {out:?}");
    out
}

fn trimmed(text: &str) -> Option<String> {
    let tree = tree(text);
    let fix = trim(value(&tree), Safety::Safe)?;
    let out = apply(text, &fix.edits[0]);
    let core = value(&tree).text().expect("a string").trim_matches(BLANKS).to_owned();
    assert_eq!(value(&self::tree(&out)).text().as_deref(), Some(&*core), "{text:?} became {out:?}");
    Some(out)
}

fn blanks(text: &str) -> (Option<String>, Option<String>) {
    let tree = tree(text);
    let (starts, ends) = blank_places(value(&tree));
    let shown = |place: Option<Place>| place.map(|place| place.text().to_owned());
    (shown(starts), shown(ends))
}

#[test]
fn quoting_stays_as_it_is() {
    assert_eq!(written("a: b # c\n", "azure"), "a: azure # c\n");
    assert_eq!(written("a: 'b' # c\n", "azure"), "a: 'azure' # c\n");
    assert_eq!(written("a: \"b\" # c\n", "azure"), "a: \"azure\" # c\n");
    assert_eq!(written("a: b", "azure"), "a: azure");
    assert_eq!(written("{a: b, c: d}", "x y"), "{a: \"x y\", c: d}");
    assert_eq!(written("{a: 'b', c: d}", "it's"), "{a: 'it''s', c: d}");
    assert_eq!(written("{\"a\":\"b\",\"c\":1}", "x\"y\\z"), "{\"a\":\"x\\\"y\\\\z\",\"c\":1}");
    assert_eq!(written("a: &x b\nc: *x\n", "azure"), "a: &x azure\nc: *x\n");
    assert_eq!(written("a: !!str b\n", "azure"), "a: !!str azure\n");
}

#[test]
fn what_is_not_a_plain_string_gets_quotes() {
    for (new, expected) in [
        ("0123", "a: \"0123\"\n"),
        ("no", "a: \"no\"\n"),
        ("null", "a: \"null\"\n"),
        ("a: b", "a: \"a: b\"\n"),
        ("a #b", "a: \"a #b\"\n"),
        ("a:", "a: \"a:\"\n"),
        ("- a", "a: \"- a\"\n"),
        ("{a}", "a: \"{a}\"\n"),
        ("line\nbreak", "a: \"line\\nbreak\"\n"),
        ("auth0|5f7c8ec7c33c6c004bbafe82", "a: auth0|5f7c8ec7c33c6c004bbafe82\n"),
        // go-yaml takes no `?` in a flow map.
        ("https://a.example/x?y=1&z", "a: \"https://a.example/x?y=1&z\"\n"),
    ] {
        assert_eq!(written("a: b\n", new), expected);
    }
    assert_eq!(written("a: 'b'\n", "line\nbreak"), "a: \"line\\nbreak\"\n", "single quotes fold line breaks");
}

#[test]
fn blocks_keep_header_and_indentation() {
    assert_eq!(written("a: |\n  b\nc: d\n", "azure"), "a: |\n  azure\nc: d\n");
    assert_eq!(written("a: >- # why\n    b\nc: d\n", "azure"), "a: >- # why\n    azure\nc: d\n");
    assert_eq!(written("a: |-\n  b\n  b\nc: d\n", "azure"), "a: |-\n  azure\nc: d\n");
    assert_eq!(written("x: y\na: |-\nc: d\n", "azure"), "x: y\na: azure\nc: d\n");
}

#[test]
fn line_ends_and_wide_letters_stay() {
    assert_eq!(
        written("\u{feff}ü: 'ß'\r\na: 'é' # ü\r\nc: d\r\n", "azure"),
        "\u{feff}ü: 'ß'\r\na: 'azure' # ü\r\nc: d\r\n"
    );
    assert_eq!(written("a: |\r\n  é\r\n  ü\r\nc: d\r\n", "Zoë"), "a: |\r\n  Zoë\r\nc: d\r\n");
    assert_eq!(written("a: \"é\"\n", "日本"), "a: \"日本\"\n");
}

#[test]
fn a_part_is_found_where_it_is_written() {
    let part = |text: &str, wanted: &str| {
        let tree = tree(text);
        let node = value(&tree);
        let whole = &node.scalar().unwrap().text;
        let at = whole.find(wanted).unwrap();
        part_place(node, &whole[at..at + wanted.len()]).text().to_owned()
    };
    assert_eq!(part("a: héllo-wörld\n", "wörld"), "wörld");
    assert_eq!(part("a: 'x x'\n", "x"), "x");
    assert_eq!(part("a: |\n  https://x/y\n", "/y"), "/y");
    assert_eq!(part("a: \"\\x78y\"\n", "x"), "\"\\x78y\"", "an escape: the whole node");
    assert_eq!(part("a: '''b'\n", "b"), "'''b'");
    assert_eq!(part("a: >\n  b\n  c\n", "c"), "b\n  c\n");
    let tree = tree("a: ' b '\n");
    assert_eq!(part_place(value(&tree), "another text").text(), " b ");
}

#[test]
fn trimming_keeps_the_form() {
    for (text, expected) in [
        ("a: |\n  u-1\nc: d\n", "a: |-\n  u-1\nc: d\n"),
        ("a: >+ # why\n  u-1\n\nc: d\n", "a: >- # why\n  u-1\n\nc: d\n"),
        ("a: |2\n  u-1\n", "a: |2-\n  u-1\n"),
        ("a: |+2\r\n  ü-1\r\nc: d\r\n", "a: |2-\r\n  ü-1\r\nc: d\r\n"),
        ("a: 'u-1 ' # c\n", "a: 'u-1' # c\n"),
        ("{a: \"\\tu-1\\n\", c: d}", "{a: \"u-1\", c: d}"),
        ("a: |-\n  u-1  \nc: d\n", "a: u-1\nc: d\n"),
        ("a: |\n\n  0123\nc: d\n", "a: \"0123\"\nc: d\n"),
    ] {
        assert_eq!(trimmed(text).as_deref(), Some(expected), "{text:?}");
    }
    assert_eq!(trimmed("a: |- # why\n  u-1  \n"), None, "the comment would go");
}

#[test]
fn blanks_are_shown_where_they_stand() {
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(blanks("a: ' u-1  '\n"), (some(" "), some("  ")));
    assert_eq!(blanks("a: \"u-1\\n\"\n"), (None, some("\\n")));
    assert_eq!(blanks("a: |\n  u-1\n"), (None, some("|")));
    assert_eq!(blanks("a: >+\r\n  u-1\r\n\r\n"), (None, some(">+")));
    assert_eq!(blanks("a: |-\n  u-1 \t\n"), (None, some(" \t")));
    assert_eq!(blanks("a: |-\n\n  u-1\n"), (some("|-"), None));
    assert_eq!(blanks("a: \" \\x75\"\n"), (some("\" \\x75\""), None));
    assert_eq!(blanks("a: u-1\n"), (None, None));
}

#[test]
fn items_leave_with_their_lines_or_their_comma() {
    let removed = |text: &str| {
        let tree = tree(text);
        let items: Vec<_> = value(&tree).items().collect();
        let edit = remove_item(items[0], items[1])?;
        let out = apply(text, &edit);
        assert_eq!(value(&self::tree(&out)).items().count(), items.len() - 1, "{text:?} became {out:?}");
        Some(out)
    };
    assert_eq!(removed("a: [b, 'ü', c]\n").as_deref(), Some("a: [b, c]\n"));
    assert_eq!(removed("a: [{b: c}\n  , {b: c}]\n").as_deref(), Some("a: [{b: c}]\n"));
    assert_eq!(removed("a:\n- b: c\n  d: e\n- b: c\n  d: e\n- f\n").as_deref(), Some("a:\n- b: c\n  d: e\n- f\n"));
    assert_eq!(removed("a:\r\n  - b\r\n  - b \r\nc: d\r\n").as_deref(), Some("a:\r\n  - b\r\nc: d\r\n"));
    assert_eq!(removed("a:\n  - b\n  - b").as_deref(), Some("a:\n  - b\n"));
    assert_eq!(removed("a:\n  - &x b\n  - *x\n").as_deref(), Some("a:\n  - &x b\n"));
    assert_eq!(removed("a:\n  - b\n  - &x b\n"), None, "an alias may need the anchor");
    assert_eq!(removed("a:\n  - b\n  - b # why\n"), None, "the comment would go");
    assert_eq!(removed("a: [b, # why\n  b]\n"), None);
}

#[test]
fn an_edit_behind_an_alias_is_not_safe() {
    let tree = tree("x: &x b\na: *x\n");
    assert_eq!(fix_text(value(&tree), "c", Safety::Safe).safety, Safety::Unsafe);
    let tree = self::tree("a: b\n");
    assert_eq!(fix_text(value(&tree), "c", Safety::Safe).safety, Safety::Safe);
}

fn added(text: &str, lines: &[&str]) -> Option<String> {
    let tree = tree(text);
    let map = value(&tree);
    let edit = add_before(map, map.entries().next()?.key, lines)?;
    let out = apply(text, &edit);
    assert!(value(&self::tree(&out)).get("k").is_some(), "{text:?} became {out:?}");
    Some(out)
}

#[test]
fn entries_are_added_in_the_form_of_the_map() {
    let one = |text| added(text, &["k: 1"]);
    assert_eq!(one("a:\n  b: c\n").as_deref(), Some("a:\n  k: 1\n  b: c\n"));
    assert_eq!(one("a:\r\n  b: c\r\n").as_deref(), Some("a:\r\n  k: 1\r\n  b: c\r\n"));
    assert_eq!(one("a: {b: c}\n").as_deref(), Some("a: {k: 1, b: c}\n"));
    assert_eq!(added("a:\n  b: c", &["k:", "  m: 1"]).as_deref(), Some("a:\n  k:\n    m: 1\n  b: c"));
    for text in ["{\"a\":{\"b\":1}}", "x: &x {b: c}\na: *x\n", "a: {}\n", "a:\n  ? b\n  : c\n"] {
        assert_eq!(one(text), None, "{text}");
    }
    assert_eq!(added("a: {b: c}\n", &["k:", "  m: 1"]), None);
}

#[test]
fn maps_are_rewritten_where_nothing_else_is_lost() {
    let rewritten = |text: &str| {
        let tree = tree(text);
        let edit = rewrite_map(value(&tree), &["k: 1".to_owned(), "m: 2".to_owned()])?;
        let out = apply(text, &edit);
        assert_eq!(value(&self::tree(&out)).entries().count(), 2, "{text:?} became {out:?}");
        Some(out)
    };
    assert_eq!(rewritten("a:\n  b: c\n  d: e\nf: g\n").as_deref(), Some("a:\n  k: 1\n  m: 2\nf: g\n"));
    assert_eq!(rewritten("a:\r\n  b: c\r\nf: g\r\n").as_deref(), Some("a:\r\n  k: 1\r\n  m: 2\r\nf: g\r\n"));
    assert_eq!(rewritten("a: {b: c} # d\n").as_deref(), Some("a: {k: 1, m: 2} # d\n"));
    for text in ["a:\n  b: c # why\n  d: e\n", "{\"a\":{\"b\":1}}", "x: &x {b: c}\na: *x\n", "a: {b: &b c}\n"] {
        assert_eq!(rewritten(text), None, "{text}");
    }
}

/// What becomes of TOML when `edit` is made in the table `t`; the result is TOML again.
fn in_toml(text: &str, edit: impl Fn(Node<'_>) -> Option<Edit>) -> Option<String> {
    let read = |text: &str| {
        let (tree, errors) = crate::input::toml::read(&Source::new("a.toml", text));
        assert!(errors.is_empty(), "{text:?}: {errors:?}");
        tree
    };
    let tree = read(text);
    let table = tree.document(0).and_then(|root| root.get("t")).expect("the table `t`");
    let out = apply(text, &edit(table)?);
    read(&out);
    Some(out)
}

#[test]
fn an_entry_of_toml_goes_with_its_line_and_nothing_else() {
    for (text, expected) in [
        ("[t]\r\n\ta = 1\r\n\tb = 2\r\n", Some("[t]\r\n\ta = 1\r\n")),
        ("[t]\nb = 2", Some("[t]\n")),
        ("[t]\nb = [\n  1,\n]  \nc = 3\n", Some("[t]\nc = 3\n")),
        ("[t]\nb = 2 # why\n", None),
        ("[t]\nB = '#'\n", Some("[t]\n")),
        ("t.b = 2\n", None),
        ("t = { a = 1, b = 2, c = 3 }\n", Some("t = { a = 1, c = 3 }\n")),
        ("t = { b = 2, c = 3 }\n", Some("t = { c = 3 }\n")),
        ("t = { b = 2 }\n", Some("t = {  }\n")),
    ] {
        assert_eq!(in_toml(text, |table| remove_entry(table, "b")).as_deref(), expected, "{text:?}");
    }
}

#[test]
fn a_line_of_toml_is_added_behind_the_comment() {
    for (text, expected) in [
        ("[t]\r\n  b = 2 # why\r\n  c = 3\r\n", Some("[t]\r\n  b = 2 # why\r\n  x = 1\r\n  c = 3\r\n")),
        ("[t]\nb = 2", Some("[t]\nb = 2\nx = 1")),
        ("t = { b = 2 }\n", None),
        ("t.b = 2\n", None),
    ] {
        let added = in_toml(text, |table| add_after(table.entry("b")?, "x = 1"));
        assert_eq!(added.as_deref(), expected, "{text:?}");
    }
}
