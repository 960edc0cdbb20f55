//! What our parser takes but go-yaml, the reader in Helm and kubectl, refuses; each rule measured with sigs.k8s.io/yaml.

mod flow;

use std::collections::BTreeSet;

use super::ReadError;
use super::node::{NodeId, Scalar, Style};
use super::scalar::{Reader, Tag, Typed};
use super::tree::{Data, Kind, Pair, Tree};
use crate::source::Span;

/// All that go-yaml, or JSON after it, refuses in one document of `tree`, in the order of the text.
pub fn refusals(tree: &Tree, document: usize) -> Vec<ReadError> {
    let Some(strict) = Strict::of(tree, document) else { return Vec::new() };
    let mut found = Vec::new();
    found.extend(strict.directives());
    found.extend(strict.byte_order_mark());
    found.extend(strict.tab());
    found.extend(strict.anchor_names());
    found.extend(strict.keys());
    found.extend(strict.flow());
    for at in strict.nodes() {
        let data = tree.data(at);
        if let Kind::Scalar(scalar) = &data.kind {
            found.extend(strict.scalar(at, scalar, data.span));
        }
    }
    found.extend(strict.line_separator());
    found.sort_by_key(|error| error.span);
    found
}

/// One document with its part of the text.
struct Strict<'t> {
    tree: &'t Tree,
    document: usize,
    text: &'t str,
    /// From the end of the document before to the end of this one.
    range: std::ops::Range<usize>,
    first: NodeId,
    /// One past its last node.
    end: NodeId,
}

impl<'t> Strict<'t> {
    fn of(tree: &'t Tree, document: usize) -> Option<Self> {
        let text = tree.source().text();
        let first = *tree.roots.get(document)?;
        let next = tree.roots.get(document + 1).copied();
        let start = document.checked_sub(1).and_then(|before| tree.roots.get(before)).map_or(0, |&before| {
            boundary(text, tree.data(before).span.end as usize, tree.data(first).span.start as usize)
        });
        let next_start = next.map_or(text.len(), |next| tree.data(next).span.start as usize);
        let end = boundary(text, tree.data(first).span.end as usize, next_start);
        let past = next.unwrap_or(NodeId(tree.nodes.len() as u32));
        Some(Self { tree, document, text, range: start..end.max(start), first, end: past })
    }

    fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (self.first.0..self.end.0).map(NodeId)
    }

    fn error(&self, span: Span, reason: impl Into<String>, help: impl Into<String>) -> ReadError {
        ReadError { span, document: self.document, language: "YAML", reason: reason.into(), help: help.into() }
    }

    /// `%` lines before the document: go-yaml knows `%YAML 1.1` and `%TAG`.
    fn directives(&self) -> Option<ReadError> {
        let root = self.tree.data(self.first).span.start as usize;
        let head = self.text.get(self.range.start..root.max(self.range.start))?;
        let mut at = self.range.start;
        for line in head.split_inclusive('\n') {
            let body = line.trim_end();
            let mut words = body.split_whitespace();
            let span = Span::new(at, at + body.len());
            match (words.next(), words.next()) {
                (Some("%TAG"), _) | (Some("%YAML"), Some("1.1")) => {}
                (Some("%YAML"), _) => {
                    let reason = format!("`{body}` is refused: Helm and kubectl read YAML 1.1 only");
                    return Some(self.error(span, reason, "remove the line"));
                }
                (Some(word), _) if line.starts_with('%') => {
                    return Some(self.error(span, format!("`{word}` is no directive of YAML"), "remove the line"));
                }
                _ => {}
            }
            at += line.len();
        }
        None
    }

    /// go-yaml takes U+FEFF for a letter of the first key, our parser drops it behind comments.
    fn byte_order_mark(&self) -> Option<ReadError> {
        const MARK: char = '\u{feff}';
        let root = self.tree.data(self.first).span.start as usize;
        let head = self.text.get(self.range.start..root)?.trim_start_matches(MARK);
        let at = root - head.len() + head.rfind(MARK)?;
        let is_comment = covers(self.in_range(&self.tree.comments), at);
        let reason = "an invisible byte order mark stands inside the text";
        let span = Span::new(at, at + MARK.len_utf8());
        (!is_comment).then(|| self.error(span, reason, "remove the character"))
    }

    /// The first tab in an indentation, dashes included. go-yaml skips tabs only inside flow collections and quotes; behind a
    /// plain value it takes those that stand deeper than the block.
    fn tab(&self) -> Option<ReadError> {
        let mut nodes = self.nodes().map(|id| self.tree.data(id)).filter(|data| !data.span.is_empty()).peekable();
        let mut open: Vec<&Data> = Vec::new();
        let mut before: Option<(Span, Style, Option<usize>)> = None;
        let refused = |&(at, column): &(usize, usize)| {
            while let Some(data) = nodes.next_if(|data| (data.span.start as usize) < at) {
                while open.pop_if(|outer| outer.span.end <= data.span.start).is_some() {}
                match &data.kind {
                    Kind::Scalar(scalar) => before = Some((data.span, scalar.style, self.block_column(&open))),
                    Kind::Map(_) | Kind::Seq(_) => open.push(data),
                    Kind::Alias(_) | Kind::Unknown => {}
                }
            }
            let touches = |span: Span| self.text.get(span.end as usize..at).is_some_and(|gap| gap.trim().is_empty());
            match before {
                Some((span, Style::Plain, block)) if at < span.end as usize || touches(span) => {
                    block.is_some_and(|block| column <= block)
                }
                Some((span, ..)) if at < span.end as usize => false,
                _ => !open.iter().any(|outer| at < outer.span.end as usize && self.is_flow(outer)),
            }
        };
        let (at, _) = self.tabs().find(refused)?;
        let before_tab = self.text.get(..at)?.trim_end_matches(' ');
        let (reason, help) = match before_tab.ends_with(['-', '?', ':']) {
            true => ("a tab cannot stand behind a dash, where YAML indents", "write a space"),
            false => ("a tab cannot indent YAML", "indent with spaces"),
        };
        Some(self.error(Span::new(at, at + 1), reason, help))
    }

    /// The tabs that only spaces, and dashes with blanks behind them, stand before, with their columns from 0.
    fn tabs(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut start = self.range.start;
        let lines = self.text.get(self.range.clone()).unwrap_or_default().split_inclusive('\n');
        lines.filter_map(move |line| {
            let column = indent(line);
            let at = start + column;
            start += line.len();
            line[column..].starts_with('\t').then_some((at, column))
        })
    }

    /// The column of the innermost open block collection, from 0; `None` where everything is in brackets.
    fn block_column(&self, open: &[&Data]) -> Option<usize> {
        let block = open.iter().rev().find(|data| !self.is_flow(data))?;
        let start = block.span.start as usize;
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        Some(self.text[line..start].chars().count())
    }

    /// kubectl reads a file that begins with `{` as JSON.
    fn is_json(&self) -> bool {
        self.tree.reader != Reader::Helm && self.text.trim_start().starts_with('{')
    }

    fn is_flow(&self, collection: &Data) -> bool {
        self.text[collection.span.range()].starts_with(['[', '{'])
    }

    /// Names of anchors and aliases: letters, digits, `-` and `_` of ASCII.
    fn anchor_names(&self) -> impl Iterator<Item = ReadError> {
        let anchors = self.in_range(&self.tree.anchors).iter().copied();
        let aliases = self.nodes().map(|id| self.tree.data(id)).filter(|data| matches!(data.kind, Kind::Alias(_)));
        anchors.chain(aliases.map(|data| data.span)).filter_map(|span| {
            let word = self.text.get(span.range())?;
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            if word.get(1..)?.chars().all(is_name) {
                return None;
            }
            let reason = format!("`{word}` is no name of an anchor: letters, digits, `-` and `_` make one");
            Some(self.error(span, reason, "rename it, or put the value in quotes when it is meant as text"))
        })
    }

    /// Keys that are a map, a list or null: JSON has none.
    fn keys(&self) -> Vec<ReadError> {
        let maps = self.nodes().filter_map(|id| match &self.tree.data(id).kind {
            Kind::Map(pairs) => Some(pairs.iter()),
            _ => None,
        });
        let own = |pair: &&Pair| pair.merged_at.is_none();
        let keys: BTreeSet<NodeId> = maps.flatten().filter(own).map(|pair| pair.key).collect();
        let refused = keys.into_iter().map(|id| self.tree.node(id)).filter_map(|key| {
            let what = match key.typed() {
                None if key.is_map() => "a map",
                None => "a list",
                Some(Typed::Null) => "null",
                Some(_) => return None,
            };
            let span = self.tree.data(key.id()).span;
            Some(self.error(span, format!("{what} cannot be a key"), "write the key as text, in quotes if need be"))
        });
        refused.collect()
    }

    /// Values without a JSON form, and escapes that YAML 1.1 does not know.
    fn scalar(&self, at: NodeId, scalar: &Scalar, span: Span) -> Option<ReadError> {
        let raw = self.text.get(span.range())?;
        if let Some(Typed::Refused(why)) = self.tree.node(at).typed() {
            let is_key = self.text.get(span.end as usize..).is_some_and(|rest| rest.trim_start().starts_with(':'));
            return match scalar.tag {
                Tag::None if is_key => None,
                Tag::None => Some(self.error(
                    span,
                    format!("`{raw}` cannot be sent to the cluster: {why}"),
                    "put it in quotes when it is meant as text",
                )),
                _ => Some(self.error(span, why, "write a value that fits the tag, or remove the tag")),
            };
        }
        let (place, help) =
            (scalar.style == Style::Double && !self.is_json()).then(|| foreign_escape(raw)).flatten()?;
        let reason = format!("`{}` is no escape of YAML 1.1", &raw[place.clone()]);
        let start = span.start as usize;
        Some(self.error(Span::new(start + place.start, start + place.end), reason, help))
    }

    /// NEL, LS and PS break the line for go-yaml, not for our parser: harmless only where nothing follows.
    fn line_separator(&self) -> Option<ReadError> {
        const SEPARATORS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];
        let text = self.text.get(self.range.clone())?;
        let mut separators = text.match_indices(SEPARATORS).map(|(at, c)| (self.range.start + at, c)).peekable();
        separators.peek()?;
        let comments = self.in_range(&self.tree.comments);
        let is_quoted = |data: &&Data| matches!(style_of(data), Some(Style::Single | Style::Double));
        let quoted: Vec<Span> =
            self.nodes().map(|id| self.tree.data(id)).filter(is_quoted).map(|data| data.span).collect();
        separators.find_map(|(at, separator)| {
            let rest = self.text.get(at + separator.len()..)?;
            let follows = match covers(comments, at) {
                true => rest.chars().find(|c| !matches!(c, ' ' | '\t')),
                false => rest.chars().next(),
            };
            let ends = follows.is_none_or(|c| matches!(c, '\r' | '\n' | '#' | ' ' | '\t') || SEPARATORS.contains(&c));
            if ends || covers(&quoted, at) {
                return None;
            }
            let name = separator.chars().next().map_or(0, u32::from);
            let reason = format!("the invisible character U+{name:04X} ends the line here");
            Some(self.error(Span::new(at, at + separator.len()), reason, "remove the character"))
        })
    }

    /// Those of `spans`, which are in the order of the text, that lie in this document.
    fn in_range<'s>(&self, spans: &'s [Span]) -> &'s [Span] {
        let before = |end: usize| spans.partition_point(|span| (span.start as usize) < end);
        spans.get(before(self.range.start)..before(self.range.end)).unwrap_or_default()
    }
}

/// The length of the indentation of a line: spaces, and `-`, `?` and `:` with a blank behind them.
fn indent(line: &str) -> usize {
    let mut body = line.trim_start_matches(' ');
    while let Some(rest) = body.strip_prefix(['-', '?', ':'])
        && rest.starts_with([' ', '\t'])
    {
        body = rest.trim_start_matches(' ');
    }
    line.len() - body.len()
}

/// True when one of `spans`, which are in the order of the text, holds the byte at `at`.
fn covers(spans: &[Span], at: usize) -> bool {
    let after = spans.partition_point(|span| span.start as usize <= at);
    after.checked_sub(1).and_then(|last| spans.get(last)).is_some_and(|span| at < span.end as usize)
}

/// Where the text of the next document begins: at the first `---` or `...` line, else at its root.
fn boundary(text: &str, from: usize, to: usize) -> usize {
    let gap = text.get(from..to).unwrap_or_default();
    let marks = gap.match_indices('\n').map(|(at, _)| at + 1);
    let mark = marks.into_iter().find(|&at| gap[at..].starts_with("---") || gap[at..].starts_with("..."));
    mark.map_or(to, |at| from + at)
}

fn style_of(data: &Data) -> Option<Style> {
    match &data.kind {
        Kind::Scalar(scalar) => Some(scalar.style),
        _ => None,
    }
}

/// Where `\/` or one half of a surrogate pair stands in the source text of a double-quoted value, and what to
/// write instead.
fn foreign_escape(raw: &str) -> Option<(std::ops::Range<usize>, &'static str)> {
    let mut escapes = raw.char_indices();
    while let Some((at, c)) = escapes.next() {
        if c != '\\' {
            continue;
        }
        match escapes.next()?.1 {
            '/' => return Some((at..at + 2, "write `/`")),
            'u' if raw.get(at + 2..at + 4).is_some_and(is_surrogate) => {
                return Some((at..at + 6, "write the character itself, or one `\\U` with eight digits"));
            }
            _ => {}
        }
    }
    None
}

/// True for the first two digits of U+D800 to U+DFFF.
fn is_surrogate(digits: &str) -> bool {
    let (first, second) = digits.split_at(1);
    first.eq_ignore_ascii_case("d")
        && second.contains(['8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'A', 'B', 'C', 'D', 'E', 'F'])
}
