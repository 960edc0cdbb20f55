//! File text, byte spans, and the only place that makes lines and columns.

use std::fmt;
use std::sync::{Arc, OnceLock};

/// A half-open range of bytes in one file, counted from the file's first byte (a BOM included).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets beyond 4 GiB saturate (files are limited to 8 MiB).
    pub fn new(start: usize, end: usize) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clip(start), end: clip(end.max(start)) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True for a place between two bytes, such as an absent value.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a `Range` for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and a column as people count them: both from 1, columns in characters; `offset` in bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1; a byte order mark has no column.
    pub column: usize,
    /// Bytes from the start of the file.
    pub offset: usize,
}

/// The starts of all lines of a text, and how many characters stand before every `STEP`th byte; found once.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    characters: Vec<u32>,
}

/// A column is found by reading at most this many bytes twice, however long its line is.
const STEP: usize = 256;

impl LineIndex {
    fn new(text: &str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1);
        let mut before = vec![0];
        let mut sum = 0;
        for step in text.as_bytes().chunks(STEP) {
            sum += characters(step);
            before.push(sum);
        }
        Self { starts: std::iter::once(0).chain(breaks).collect(), characters: before }
    }

    /// Index from 0 of the line that holds `offset`.
    fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// How many characters of `text` begin before `offset`, which lies in it.
    fn characters_before(&self, text: &str, offset: usize) -> u32 {
        let rest = text.as_bytes().get(offset - offset % STEP..offset).unwrap_or_default();
        self.characters[offset / STEP] + characters(rest)
    }
}

/// How many characters begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> u32 {
    #[cfg(test)]
    tests::READ.with(|read| read.set(read.get() + bytes.len()));
    bytes.iter().map(|&byte| u32::from(byte & 0xc0 != 0x80)).sum()
}

/// One file (or standard input) as it was read: its shown name and its text.
pub struct Source {
    name: String,
    text: String,
    lines: OnceLock<LineIndex>,
}

const BOM: char = '\u{feff}';

impl Source {
    /// A source from its shown name and its text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into(), lines: OnceLock::new() })
    }

    /// The name to show: a path with `/` between its parts, or `<stdin>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, a byte order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty when the span does not lie in this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of a byte offset; an offset inside a character counts as that character's start.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let lines = self.lines();
        let line = lines.line_of(offset as u32);
        let start = match lines.starts[line] as usize {
            0 if offset > 0 && self.text.starts_with(BOM) => BOM.len_utf8(),
            start => start,
        };
        let column = lines.characters_before(&self.text, offset) - lines.characters_before(&self.text, start);
        Position { line: line + 1, column: column as usize + 1, offset }
    }

    /// The span of line `line` (from 1) without its line break, or `None` past the end.
    pub fn line_span(&self, line: usize) -> Option<Span> {
        let starts = &self.lines().starts;
        let start = *starts.get(line.checked_sub(1)?)? as usize;
        let end = starts.get(line).map_or(self.text.len(), |&next| next as usize);
        let body = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + body.len()))
    }
}

impl fmt::Debug for Source {
    // Never the text: it may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A span in a file.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// Where in it.
    pub span: Span,
}

impl Place {
    /// The text at this place.
    pub fn text(&self) -> &str {
        self.source.slice(self.span)
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.source.name() == other.source.name() && self.span == other.span
    }
}
impl Eq for Place {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    thread_local! {
        /// Bytes in which characters were counted.
        pub(super) static READ: Cell<usize> = const { Cell::new(0) };
    }

    #[test]
    fn a_column_is_found_without_reading_its_line() {
        let text = "\u{feff}".to_owned() + &"aé😀".repeat(STEP * 100);
        let source = Source::new("a", text.as_str());
        let (mut column, mut asked) = (1, 0);
        for (offset, c) in text.char_indices().skip(1) {
            assert_eq!(source.position(offset as u32), Position { line: 1, column, offset }, "{c}");
            (column, asked) = (column + 1, asked + 1);
        }
        assert_eq!(source.position(text.len() as u32).column, column);
        let read = READ.with(Cell::get);
        assert!(read <= text.len() + (asked + 1) * 2 * STEP, "{read} bytes for {asked} columns of {}", text.len());
    }

    #[test]
    fn columns_count_characters_and_skip_the_bom() {
        let source = Source::new("a", "\u{feff}ü: x\r\ny: z");
        assert_eq!(source.position(3), Position { line: 1, column: 1, offset: 3 });
        assert_eq!(source.position(7), Position { line: 1, column: 4, offset: 7 });
        assert_eq!(source.position(10), Position { line: 2, column: 1, offset: 10 });
        assert_eq!(source.slice(source.line_span(1).unwrap()), "\u{feff}ü: x");
        assert_eq!(source.line_span(3), None);
    }

    #[test]
    fn offsets_outside_the_text_or_inside_a_character_are_safe() {
        let source = Source::new("a", "é");
        assert_eq!(source.position(1).offset, 0);
        assert_eq!(source.position(99).column, 2);
    }
}
