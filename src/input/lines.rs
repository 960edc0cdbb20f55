//! Moves an entry of a block map as it stands: whole lines, indented anew.

use std::sync::Arc;

use super::node::{Entry, Node, Style};
use crate::finding::Edit;
use crate::source::{Place, Span};

/// How deep a map is indented that a move has to make.
const STEP: usize = 2;

/// The lines of an entry, from the start of its first to the end of its last.
struct Lines {
    place: Place,
    indent: usize,
}

/// The edits that move the entry at `from` below `root` to `to`, the maps on the way made where they are missing,
/// and those that it leaves empty taken away. `None` in flow maps and JSON, where the places lie in several files,
/// where an anchor or an alias would move, and where something else than a map stands on the way.
pub fn move_entry(root: Node<'_>, from: &[&str], to: &[&str]) -> Option<Vec<Edit>> {
    if to.starts_with(from) {
        return None;
    }
    let mut maps = vec![root];
    for name in from.split_last()?.1 {
        maps.push(maps.last()?.get(name)?);
    }
    let entry = |at: usize| maps[at].entry(from[at]);
    let last = from.len() - 1;
    let mut top = last;
    while top > 0 && maps[top].entries().count() == 1 && !to.starts_with(&from[..top]) {
        top -= 1;
    }
    let (moved, removed) = (Lines::of(entry(last)?)?, Lines::of(entry(top)?)?);
    let depth = (0..to.len()).take_while(|&depth| root.at(&to[..depth]).is_some_and(Node::is_map)).last()?;
    let target = root.at(&to[..depth])?;
    if root.at(&to[..=depth]).is_some() || target.used_at().is_some() || target.raw().starts_with('{') {
        return None;
    }
    let made = &to[depth..to.len() - 1];
    if maps[top].same(target) {
        let replacement = moved.under(made, removed.indent);
        return Some(vec![Edit { place: removed.place, replacement }]);
    }
    let first = Lines::of(target.entries().next()?)?;
    if !Arc::ptr_eq(&first.place.source, &moved.place.source) {
        return None;
    }
    let replacement = moved.under(made, first.indent);
    let start = first.place.span.start as usize;
    let place = Place { span: Span::new(start, start), ..first.place };
    Some(vec![Edit { place: removed.place, replacement: String::new() }, Edit { place, replacement }])
}

/// The edit that writes the entries of the map at `entry` in the place of `entry` itself. `None` as above.
pub fn unwrap_entry(entry: Entry<'_>) -> Option<Edit> {
    let outer = Lines::of(entry)?;
    let first = Lines::of(entry.value.entries().next()?)?;
    let from = first.place.span.start;
    let header = outer.place.source.slice(Span { start: entry.key.span().end, end: from });
    let inner = Lines { place: Place { span: Span { start: from, ..outer.place.span }, ..first.place }, ..first };
    let is_plain = header.trim() == ":" && !entry.value.raw().starts_with('{');
    is_plain.then(|| Edit { replacement: inner.under(&[], outer.indent), place: outer.place })
}

impl Lines {
    fn of(entry: Entry<'_>) -> Option<Self> {
        let (key, value) = (entry.key.place(), entry.value.place());
        let is_plain = entry.key.scalar().is_some_and(|scalar| scalar.style == Style::Plain);
        if !is_plain || entry.merged_at.is_some() || !Arc::ptr_eq(&key.source, &value.source) {
            return None;
        }
        let text = key.source.text();
        let start = text.get(..key.span.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
        let indent = key.span.start as usize - start;
        let value_end = value.span.start as usize + entry.value.raw().trim_end().len();
        let end = value_end.max(key.span.end as usize);
        let end = text.get(end..)?.find('\n').map_or(text.len(), |at| end + at + 1);
        let is_own = |line: &str| line.trim().is_empty() || line.bytes().take(indent).all(|byte| byte == b' ');
        let whole = text.get(start..end)?;
        let may_move = !whole.contains(['&', '*']) && whole.lines().all(is_own);
        may_move.then(|| Self { place: Place { span: Span::new(start, end), ..key }, indent })
    }

    /// The lines below these keys, of which the first is indented by `indent`.
    fn under(&self, keys: &[&str], indent: usize) -> String {
        let text = self.place.text();
        let line_break = if self.place.source.text().contains("\r\n") { "\r\n" } else { "\n" };
        let mut out = String::new();
        let mut indent = indent;
        for key in keys {
            out.push_str(&format!("{:indent$}{key}:{line_break}", ""));
            indent += STEP;
        }
        for line in text.split_inclusive('\n') {
            match line.get(self.indent..).filter(|_| !line.trim().is_empty()) {
                Some(rest) => out.push_str(&format!("{:indent$}{rest}", "")),
                None => out.push_str(line),
            }
        }
        if !out.ends_with('\n') {
            out.push_str(line_break);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Fix, Safety};
    use crate::input::scalar::Reader;
    use crate::input::yaml;
    use crate::mend;
    use crate::source::Source;

    fn moved(text: &str, from: &str, to: &str) -> Option<String> {
        let (tree, _) = yaml::read(&Source::new("a", text), Reader::Kubectl);
        let path = |text: &'static str| text.split('.').collect::<Vec<_>>();
        let (from, to) = (from.to_owned().leak(), to.to_owned().leak());
        let edits = move_entry(tree.document(0).unwrap(), &path(from), &path(to))?;
        let fix = Fix { title: String::new(), safety: Safety::Unsafe, edits };
        mend::apply(&[&fix]).pop().map(|(_, text)| text)
    }

    #[test]
    fn lines_move_down_and_up() {
        let down = moved("s:\n  a:  # why\n    - |\n      x\n\n       y\n  b: 1\n", "s.a", "s.c.d.a");
        assert_eq!(
            down.as_deref(),
            Some("s:\n  c:\n    d:\n      a:  # why\n        - |\n          x\n\n           y\n  b: 1\n")
        );
        let up = moved("# top\nk: v\ns:\n  p:\n    a: 1", "s.p.a", "a");
        assert_eq!(up.as_deref(), Some("# top\nk: v\na: 1\n"));
        let beside = moved("a:\r\n  x: 1\r\nb: 2\r\n", "b", "a.b");
        assert_eq!(beside.as_deref(), Some("a:\r\n  b: 2\r\n  x: 1\r\n"));
    }

    #[test]
    fn a_map_on_the_way_to_the_target_stays() {
        assert_eq!(moved("s:\n  a: 1\n", "s.a", "s.c.a").as_deref(), Some("s:\n  c:\n    a: 1\n"));
    }

    #[test]
    fn what_cannot_move_stays() {
        for text in ["s: {a: 1}\nc: {}\n", "s:\n  a: &x 1\nc:\n  d: 2\n", "s:\n  a: 1\nc:\n", "- s:\n  a: 1\n"] {
            assert_eq!(moved(text, "s.a", "c.a"), None, "{text}");
        }
        assert_eq!(moved("s:\n  a: [1,\n 2]\nc:\n  d: 2\n", "s.a", "c.a"), None);
    }
}
