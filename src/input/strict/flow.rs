//! What go-yaml refuses between brackets, and keys that end on another line than they begin.

use super::super::ReadError;
use super::super::node::Style;
use super::super::scalar::Tag;
use super::super::tree::{Kind, Pair};
use super::Strict;
use crate::source::Span;

impl Strict<'_> {
    /// Refusals in the order of the nodes.
    pub(super) fn flow(&self) -> Vec<ReadError> {
        let mut found = Vec::new();
        let mut brackets_end = 0;
        for id in self.nodes() {
            let data = self.tree.data(id);
            let is_flow = matches!(data.kind, Kind::Map(_) | Kind::Seq(_)) && self.is_flow(data);
            if is_flow {
                brackets_end = brackets_end.max(data.span.end);
            }
            let inside = data.span.start < brackets_end;
            match &data.kind {
                Kind::Map(pairs) => found.extend(self.pairs(pairs, data.span, inside)),
                Kind::Seq(items) if inside => {
                    let items = items.iter().filter(|&&item| self.has_glued_tag(item, &[']']));
                    found.extend(items.map(|&item| self.glued_tag(item)));
                }
                Kind::Scalar(scalar) if inside && scalar.style == Style::Plain => found.extend(self.plain(data.span)),
                _ => {}
            }
        }
        found
    }

    fn pairs(&self, pairs: &[Pair], map: Span, inside: bool) -> Vec<ReadError> {
        let mut found = Vec::new();
        let mut before = map.start;
        for pair in pairs.iter().filter(|pair| pair.merged_at.is_none()) {
            let (key, value) = (self.tree.data(pair.key).span, self.tree.data(pair.value).span);
            found.extend(self.key_over_lines(key, before.min(key.start)));
            before = value.end;
            if !inside {
                continue;
            }
            if self.raw(value).starts_with('?') {
                found.push(self.error(
                    Span::new(value.start as usize, value.start as usize + 1),
                    "`?` cannot start an unquoted value inside brackets",
                    "put the value in quotes",
                ));
            }
            if self.raw(map).starts_with('{') && self.has_glued_tag(pair.value, &['}', ',']) {
                found.push(self.glued_tag(pair.value));
            }
        }
        found
    }

    fn raw(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// go-yaml wants an implicit key and its `:` on one line, JSON does not. `before` is where the text before the key begins.
    fn key_over_lines(&self, key: Span, before: u32) -> Option<ReadError> {
        let may_be_explicit = self.text.get(before as usize..key.start as usize)?.contains('?');
        let after_key = skip_blanks_and_comments(self.text.get(key.end as usize..)?);
        let colon = self.text.len() - after_key.len();
        let is_broken = after_key.starts_with(':') && self.text.get(key.start as usize..colon)?.contains('\n');
        if may_be_explicit || !is_broken || self.is_json() {
            return None;
        }
        let reason = "a key and its `:` stand on different lines";
        Some(self.error(key, reason, "write the key and its `:` on one line"))
    }

    /// `?` ends an unquoted value in YAML 1.1, and `:` cannot start one.
    fn plain(&self, span: Span) -> Option<ReadError> {
        let raw = self.raw(span);
        let (at, reason) = match raw.char_indices().skip(1).find(|(_, c)| *c == '?') {
            _ if raw.starts_with(':') => (0, "`:` cannot start an unquoted value inside brackets"),
            Some((at, _)) => (at, "`?` cannot stand in an unquoted value inside brackets"),
            None => return None,
        };
        let start = span.start as usize + at;
        Some(self.error(Span::new(start, start + 1), reason, "put the value in quotes"))
    }

    /// True for a tag without a value that one of `ends` follows at once: go-yaml takes it for a part of the tag.
    fn has_glued_tag(&self, at: super::NodeId, ends: &[char]) -> bool {
        let data = self.tree.data(at);
        let is_tag = matches!(&data.kind, Kind::Scalar(scalar) if scalar.tag != Tag::None && data.span.is_empty());
        let start = data.span.start as usize;
        let is_glued = self.text.get(..start).is_some_and(|text| !text.ends_with(char::is_whitespace));
        is_tag && is_glued && self.text.get(start..).is_some_and(|rest| rest.starts_with(ends))
    }

    fn glued_tag(&self, at: super::NodeId) -> ReadError {
        let start = self.tree.data(at).span.start as usize;
        let reason = "this belongs to the tag before it";
        self.error(Span::new(start, start + 1), reason, "write a value or a blank behind the tag")
    }
}

fn skip_blanks_and_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix('#') {
        rest = comment.find('\n').map_or("", |at| comment[at..].trim_start());
    }
    rest
}
