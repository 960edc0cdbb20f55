//! The lines of one file that a report draws: masked, escaped, clipped; only lines that a label touches.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{escape, extent, mask};
use crate::finding::{Finding, Label};
use crate::source::Source;

/// Most lines shown of one label.
const MOST_LINES: usize = 8;
/// Characters shown before the first label of a line that is cut.
const LEAD: usize = 20;

/// Lines of one file as text, with the marks to draw on them.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// Name of the file, escaped.
    pub(super) name: String,
    /// The shown lines, each with its line break.
    pub(super) text: String,
    /// What to draw, in order of place.
    pub(super) marks: Vec<Mark>,
    rows: Vec<Row>,
}

/// A label on an excerpt.
#[derive(Debug)]
pub(super) struct Mark {
    /// Bytes of the excerpt's text.
    pub(super) range: Range<usize>,
    /// What to write there, escaped; may be empty.
    pub(super) message: String,
    /// Whether this is the place of the finding itself.
    pub(super) primary: bool,
}

/// One shown line.
#[derive(Debug)]
struct Row {
    /// Its first byte in the excerpt's text.
    start: usize,
    /// Its number in the file, from 1.
    line: usize,
    /// The column of its first shown character, from 1.
    column: usize,
}

/// A run of consecutive lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Bytes of the excerpt's text.
    pub(super) range: Range<usize>,
    /// Number of its first line in the file, from 1.
    pub(super) line: usize,
    /// Column in the file of the byte that was asked for, from 1.
    pub(super) column: usize,
    /// How many lines it has.
    pub(super) lines: usize,
}

/// One excerpt per file of a finding: its own file first, then the others in the order of its labels.
/// A line of more than `longest` characters is cut.
pub(super) fn excerpts(finding: &Finding, longest: usize) -> Vec<Excerpt> {
    let mut files: Vec<(&Source, Vec<&Label>)> = Vec::new();
    for label in std::iter::once(&finding.label).chain(&finding.related) {
        match files.iter_mut().find(|(source, _)| source.name() == label.place.source.name()) {
            Some((_, labels)) => labels.push(label),
            None => files.push((&label.place.source, vec![label])),
        }
    }
    let is_primary = |label: &Label| std::ptr::eq(label, &raw const finding.label);
    files.into_iter().map(|(source, labels)| Excerpt::new(source, &labels, longest, is_primary)).collect()
}

/// Where a label lies in its file: lines and columns from 1, both ends on shown lines.
struct Extent<'l> {
    label: &'l Label,
    first: (usize, usize),
    last: (usize, usize),
}

impl<'l> Extent<'l> {
    fn new(label: &'l Label) -> Self {
        let (first, last) = extent(&label.place);
        let last = if last.line < first.line + MOST_LINES {
            (last.line, last.column)
        } else {
            (first.line + MOST_LINES - 1, usize::MAX)
        };
        Self { label, first: (first.line, first.column), last }
    }
}

impl Excerpt {
    fn new(source: &Source, labels: &[&Label], longest: usize, is_primary: impl Fn(&Label) -> bool) -> Self {
        let extents: Vec<_> = labels.iter().map(|label| Extent::new(label)).collect();
        // The first column that must be seen of each line that a label touches.
        let mut lines: BTreeMap<usize, usize> = BTreeMap::new();
        for extent in &extents {
            for line in extent.first.0..=extent.last.0 {
                let column = if line == extent.first.0 { extent.first.1 } else { 1 };
                lines.entry(line).and_modify(|known| *known = column.min(*known)).or_insert(column);
            }
        }
        let mut excerpt =
            Self { name: escape::line(source.name()), text: String::new(), marks: Vec::new(), rows: Vec::new() };
        for (line, first) in lines {
            excerpt.push_row(source, line, first, longest);
        }
        excerpt.marks = extents
            .iter()
            .map(|Extent { label, first, last }| Mark {
                range: excerpt.offset(*first)..excerpt.offset(*last),
                message: escape::line(&label.message),
                primary: is_primary(label),
            })
            .collect();
        excerpt.marks.sort_by_key(|mark| mark.range.start);
        excerpt
    }

    fn push_row(&mut self, source: &Source, line: usize, first: usize, longest: usize) {
        let text = source.line_span(line).map_or("", |span| source.slice(span));
        let text = if line == 1 { text.trim_start_matches('\u{feff}') } else { text };
        let mut chars: Vec<char> = escape::paragraph(&mask::mask(text)).chars().collect();
        let mut column = 1;
        if chars.len() > longest {
            let skip = first.saturating_sub(1 + LEAD).min(chars.len() - longest);
            chars.truncate(skip + longest);
            chars.drain(..skip);
            column += skip;
            if let [head, .., tail] = chars.as_mut_slice() {
                *head = if skip > 0 { '…' } else { *head };
                *tail = '…';
            }
        }
        self.rows.push(Row { start: self.text.len(), line, column });
        self.text.extend(chars);
        self.text.push('\n');
    }

    /// The byte of the excerpt at a line and column of the file; a column that is cut off is the nearest shown.
    fn offset(&self, (line, column): (usize, usize)) -> usize {
        let index = self.rows.partition_point(|row| row.line < line);
        let Some(row) = self.rows.get(index) else { return self.text.len().saturating_sub(1) };
        let shown = self.row_text(index);
        let at = column.saturating_sub(row.column);
        row.start + shown.char_indices().nth(at).map_or(shown.len(), |(byte, _)| byte)
    }

    /// The text of a row without its line break.
    fn row_text(&self, index: usize) -> &str {
        self.text.get(self.rows[index].start..self.row_end(index) - 1).unwrap_or_default()
    }

    fn row_end(&self, index: usize) -> usize {
        self.rows.get(index + 1).map_or(self.text.len(), |next| next.start)
    }

    /// The whole lines around `range`, or `None` when these are not consecutive in the file.
    pub(super) fn block(&self, range: Range<usize>) -> Option<Block> {
        let row_of = |at: usize| self.rows.partition_point(|row| row.start <= at).checked_sub(1);
        let (first, last) = (row_of(range.start)?, row_of(range.end)?);
        let (top, bottom) = (self.rows.get(first)?, self.rows.get(last)?);
        let before = self.text.get(top.start..range.start)?;
        (bottom.line - top.line == last - first).then(|| Block {
            range: top.start..self.row_end(last),
            line: top.line,
            column: top.column + before.chars().count(),
            lines: last - first + 1,
        })
    }
}
