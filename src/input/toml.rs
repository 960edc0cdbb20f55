//! TOML 1.0 into the tree; the only module that knows its parser.

use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Error};
use toml_parser::lexer::TokenKind;

use super::ReadError;
use super::node::{NodeId, Scalar, Style};
use super::scalar::{Reader, Tag};
use super::tree::{Data, Kind, Pair, Tree};
use crate::source::{Source, Span};

/// Errors of one file that are told; what follows the first few follows from them.
const MAX_ERRORS: usize = 5;

/// Reads `source` as one document: what can be read is in the tree, and every error says where it is.
///
/// A `[table]` and an entry of an array of tables have the span of their header; nesting is limited by the parser.
pub fn read(source: &Arc<Source>) -> (Tree, Vec<ReadError>) {
    let text = source.text();
    let (table, errors) = DeTable::parse_recoverable(text);
    let broken = errors.iter().filter_map(Error::span).map(|span| span.start).collect();
    let mut build = Build { tree: Tree::new(Arc::clone(source), Reader::Toml), text, broken };
    let root = build.table(&table.span(), table.get_ref());
    build.tree.roots.push(root);
    build.tree.comments = comments(text);
    (build.tree, errors.iter().take(MAX_ERRORS).map(|error| read_error(error, text)).collect())
}

fn comments(text: &str) -> Vec<Span> {
    let tokens = toml_parser::Source::new(text).lex();
    let comments = tokens.filter(|token| token.kind() == TokenKind::Comment);
    comments.map(|token| Span::new(token.span().start(), token.span().end())).collect()
}

fn read_error(error: &Error, text: &str) -> ReadError {
    let Range { start, end } = error.span().unwrap_or(0..0);
    let start = text.floor_char_boundary(start);
    let span = Span::new(start, text.ceil_char_boundary(end.max(start)));
    let mut reason = error.message().lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
    let is_value = text.get(..start).is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with('='));
    if is_value && text.get(start..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
        reason = "a text without quotes".to_owned();
    }
    if let Some((_, quote)) = reason.split_once(" string, expected ").filter(|_| reason.starts_with("invalid ")) {
        reason = format!("the text has no closing {quote}");
    }
    let help = match reason.as_str() {
        "duplicate key" if text.get(..start).is_some_and(|before| before.ends_with("[[")) => {
            "a table below an entry of a list stands behind its `[[…]]`"
        }
        "duplicate key" => "keep one of the two",
        "a text without quotes" => "write it in quotes",
        _ if text.get(start..).is_some_and(|rest| rest.starts_with(['“', '”', '‘', '’'])) => {
            "write straight quotes: `\"`"
        }
        _ => "correct the TOML here: none of the file is read otherwise",
    };
    ReadError { span, document: 0, language: "TOML", reason, help: help.to_owned() }
}

struct Build<'s> {
    tree: Tree,
    text: &'s str,
    /// Where the parser stopped.
    broken: Vec<usize>,
}

impl Build<'_> {
    fn push(&mut self, span: &Range<usize>, kind: Kind) -> NodeId {
        self.tree.push(Data { span: Span::new(span.start, span.end), origin: 0, kind })
    }

    fn table(&mut self, span: &Range<usize>, table: &DeTable<'_>) -> NodeId {
        // The parser sorts by name; people read from top to bottom.
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut pairs = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let is_bare = self.text.get(key.span()).is_some_and(|raw| !raw.starts_with(['"', '\'']));
            let style = if is_bare { Style::Plain } else { Style::Double };
            let key = self.scalar(&key.span(), key.get_ref(), style);
            pairs.push(Pair { key, value: self.value(value), merged_at: None });
        }
        self.push(span, Kind::Map(pairs))
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>) -> NodeId {
        let span = value.span();
        match value.get_ref() {
            DeValue::Table(table) => self.table(&span, table),
            DeValue::Array(array) => self.array(&span, array),
            // What the parser makes of the rest is nobody's value.
            _ if self.broken.iter().any(|at| (span.start..=span.end).contains(at)) => self.push(&span, Kind::Unknown),
            DeValue::String(text) => {
                let is_literal = self.text.get(span.clone()).is_some_and(|raw| raw.starts_with('\''));
                self.scalar(&span, text, if is_literal { Style::Single } else { Style::Double })
            }
            // Numbers, booleans and dates stay as they are written.
            _ => {
                let raw = self.text.get(span.clone()).unwrap_or_default();
                self.scalar(&span, raw, Style::Plain)
            }
        }
    }

    fn array(&mut self, span: &Range<usize>, array: &DeArray<'_>) -> NodeId {
        let items = array.iter().map(|item| self.value(item)).collect();
        self.push(span, Kind::Seq(items))
    }

    fn scalar(&mut self, span: &Range<usize>, text: &str, style: Style) -> NodeId {
        let scalar = Scalar { text: text.into(), style, tag: Tag::None, header: Span::default() };
        self.push(span, Kind::Scalar(scalar))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::scalar::Typed;

    fn tree(text: &str) -> (Tree, Vec<ReadError>) {
        read(&Source::new("config.toml", text))
    }

    #[test]
    fn values_have_their_types_and_spans() {
        let text = "\u{feff}# é\r\n[[profile]]\r\nname = 'é' # x\r\nport = 0x1F\r\n\
                    a.b = \"q\\u0041\"\r\ntls = { insecure = true }\r\nwhen = 2026-01-02\r\n";
        let (tree, errors) = tree(text);
        assert!(errors.is_empty(), "{errors:?}");
        let root = tree.document(0).unwrap();
        let profile = root.get("profile").unwrap().items().next().unwrap();
        assert_eq!(profile.get("name").unwrap().text().as_deref(), Some("é"));
        assert_eq!(profile.get("name").unwrap().raw(), "'é'");
        assert_eq!(profile.get("port").unwrap().typed(), Some(Typed::Number("0x1F".to_owned())));
        assert_eq!(profile.at(&["a", "b"]).unwrap().text().as_deref(), Some("qA"));
        assert_eq!(profile.at(&["tls", "insecure"]).unwrap().typed(), Some(Typed::Bool(true)));
        assert_eq!(profile.get("when").unwrap().type_words(), "a date");
        assert_eq!(profile.raw(), "[[profile]]");
        assert_eq!(
            profile.entries().map(|entry| entry.name().into_owned()).collect::<Vec<_>>(),
            ["name", "port", "a", "tls", "when"]
        );
        assert_eq!(tree.comments().iter().map(|span| tree.source().slice(*span)).collect::<Vec<_>>(), ["# é", "# x"]);
    }

    #[test]
    fn errors_say_where_and_what_follows_is_read() {
        let text = "[[profile]]\nname = “ops”\nport = \"443\"\nport = \"444\"\n";
        let (tree, errors) = tree(text);
        assert_eq!(
            errors.iter().map(|error| error.help.as_str()).collect::<Vec<_>>(),
            ["write straight quotes: `\"`", "keep one of the two"]
        );
        assert!(tree.source().slice(errors[0].span).contains('“'), "{errors:?}");
        assert_eq!(tree.document(0).unwrap().get("profile").unwrap().items().count(), 1);
    }

    #[test]
    fn nesting_is_limited() {
        let (_, errors) = tree(&format!("a = {}", "[".repeat(100_000)));
        assert!(!errors.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "(\\[\\[?profile\\]?\\]|[a-z.]{1,4} ?= ?|[\"'\\[\\]{}=,#\n\r\\\\é“0-9-])*") {
            let (tree, errors) = tree(&text);
            for error in errors {
                proptest::prop_assert!(text.is_char_boundary(error.span.start as usize));
                proptest::prop_assert!(text.is_char_boundary(error.span.end as usize));
            }
            for node in tree.documents() {
                let _ = node.raw();
            }
        }
    }
}
