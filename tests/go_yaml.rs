//! Every text of the measured table is read, or refused, as go-yaml in Helm and kubectl does.

use idplint::input::node::Node;
use idplint::input::scalar::{Reader, Typed};
use idplint::input::{ReadError, strict, yaml};
use idplint::source::Source;
use serde_json::Value;

const TABLE: &str = include_str!("../testdata/oracle/go-yaml.tsv");

fn rows() -> impl Iterator<Item = (String, &'static str)> {
    TABLE.lines().skip(1).map(|line| {
        let (text, result) = line.split_once('\t').unwrap();
        (serde_json::from_str(text).unwrap(), result)
    })
}

fn json(node: Node<'_>) -> Value {
    match node.typed() {
        None if node.is_map() => node
            .entries()
            .map(|entry| (entry.name().into_owned(), json(entry.value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        None => node.items().map(json).collect(),
        Some(Typed::Null) => Value::Null,
        Some(Typed::Bool(value)) => value.into(),
        Some(Typed::Text | Typed::OtherText(_)) => node.text().unwrap().into(),
        Some(other) => panic!("{other:?} has no row"),
    }
}

/// The first document as Helm reads it, or all that stops its reader.
fn arrives(text: &str) -> Result<Value, Vec<ReadError>> {
    let (tree, error) = yaml::read(&Source::new("row.yaml", text), Reader::Helm);
    let mut refused: Vec<ReadError> = error.into_iter().chain(strict::refusals(&tree, 0)).collect();
    refused.retain(|error| error.document == 0);
    if refused.is_empty() { Ok(tree.document(0).map_or(Value::Null, json)) } else { Err(refused) }
}

#[test]
fn texts_are_read_or_refused_as_measured() {
    let mut wrong = Vec::new();
    for (text, result) in rows() {
        let ours = arrives(&text);
        let is_same = match &ours {
            Ok(value) => serde_json::from_str(result).is_ok_and(|measured: Value| measured == *value),
            Err(_) => result.starts_with("refused "),
        };
        if !is_same {
            wrong.push(format!("{text:?} is {result}, ours {ours:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A person must find the place: one refusal for one cause, on text of the file.
#[test]
fn a_refusal_marks_text() {
    for (text, _) in rows() {
        let Err(refused) = arrives(&text) else { continue };
        assert_eq!(refused.len(), 1, "{text:?}: {refused:?}");
        assert!(text.get(refused[0].span.range()).is_some(), "{text:?}: {refused:?}");
    }
}

/// kubectl reads a file that begins with `{` as JSON.
#[test]
fn json_for_kubectl_is_no_yaml() {
    let text = "{\"a\"\n: \"\\ud83d\\ude00\\/\"}\n";
    for (reader, refusals) in [(Reader::Kubectl, 0), (Reader::Helm, 2)] {
        let (tree, error) = yaml::read(&Source::new("a.json", text), reader);
        assert_eq!((error, strict::refusals(&tree, 0).len()), (None, refusals));
    }
}

/// Measured with serde_yaml 0.9.34.
#[test]
fn the_operator_takes_less() {
    let error = |text: &str| yaml::read(&Source::new("payload.yaml", text), Reader::Operator).1;
    for text in ["a: \"O\\'Brien\"\n", "a: b\n... junk\n"] {
        assert!(error(text).is_some(), "{text:?}");
    }
    for text in ["a: \"b\"# c\n", "a: \"b\nc\"\n", "a: 'b\n\tc'\n", "a: [-]\n", "a: [\n\tb\n]\n", "a: \u{feff}b\n"] {
        assert_eq!(error(text), None, "{text:?}");
    }
}

/// Finer than any row: what is rewritten in the copy stays in the file.
#[test]
fn rewritten_places_move_no_span() {
    let text = "a: \"O\\'Brien\"# Ädä\nb:\n  - 'x\n\ty'\n  - [-, 'ü']#é\nc: d # e\n";
    let source = Source::new("row.yaml", text);
    let (tree, error) = yaml::read(&source, Reader::Helm);
    assert_eq!(error, None);
    let root = tree.document(0).unwrap();
    let items: Vec<_> = root.get("b").unwrap().items().collect();
    let raw: Vec<_> = [root.get("a").unwrap(), items[0], items[1], root.get("c").unwrap()].map(Node::raw).to_vec();
    assert_eq!(raw, ["\"O\\'Brien\"", "'x\n\ty'", "[-, 'ü']", "d"]);
    let comments: Vec<_> = tree.comments().iter().map(|&span| source.slice(span)).collect();
    assert_eq!(comments, ["# Ädä", "#é", "# e"]);
}

/// Each rewritten place costs another reading: there is a limit, and it is no panic.
#[test]
fn many_glued_comments_end() {
    let few: String = (0..300).map(|n| format!("- id: \"{n}\"# Ada\n")).collect();
    assert_eq!(yaml::read(&Source::new("row.yaml", few), Reader::Helm).1, None);
    let many: String = (0..100_000).map(|n| format!("- id: \"{n}\"# Ada\n")).collect();
    assert!(yaml::read(&Source::new("row.yaml", many), Reader::Helm).1.is_some());
}
