//! Reads YAML or JSON that a string carries, in place: every span is one of the outer file.

use super::ReadError;
use super::node::{Node, Scalar, Style, Tree};
use super::scalar::Reader;
use super::{strict, yaml};
use crate::source::{Place, Source, Span};

/// What a string carries, with places in the outer file.
#[derive(Debug)]
pub struct Embedded {
    /// Its documents.
    pub tree: Tree,
    /// Where the parser stops.
    pub error: Option<ReadError>,
    /// What go-yaml refuses although the parser takes it.
    pub refusals: Vec<ReadError>,
}

/// Reads the text of a string as `reader` does; `None` for anything but a string.
///
/// Only in a `|` block may the outer file be edited as if the inner text stood alone: everywhere else a new
/// value would have to be escaped or folded, so such a tree is not editable. Where the two texts cannot be
/// matched byte by byte, every span is the whole string.
pub fn read(string: Node<'_>, reader: Reader) -> Option<Embedded> {
    let text = string.text()?;
    let place = string.place();
    let pieces = string.scalar().and_then(|scalar| align(&text, scalar, &place));
    let is_literal = string.scalar().is_some_and(|scalar| scalar.style == Style::Literal);
    let editable = is_literal && pieces.is_some() && string.tree().is_editable();
    let (mut tree, mut error) = yaml::read(&Source::new(place.source.name(), text), reader);
    // The operator reads with serde_yaml, which takes all of this.
    let documents = if reader == Reader::Operator { 0 } else { tree.documents().count() };
    let mut refusals: Vec<_> = (0..documents).flat_map(|document| strict::refusals(&tree, document)).collect();
    let outer = |span: Span| pieces.as_deref().map_or(place.span, |pieces| outer_span(pieces, span));
    tree.move_into(&place.source, &outer, editable);
    for error in error.iter_mut().chain(&mut refusals) {
        error.span = outer(error.span);
    }
    Some(Embedded { tree, error, refusals })
}

/// The text of a string, with the place of each byte in the outer file.
pub struct Carried {
    /// What the string says.
    pub text: String,
    /// True where the outer file says it byte for byte, line for line.
    pub may_edit: bool,
    place: Place,
    pieces: Option<Vec<Piece>>,
}

/// The text of a string; `None` for anything else.
pub fn carried(string: Node<'_>) -> Option<Carried> {
    let text = string.text()?.into_owned();
    let place = string.place();
    let scalar = string.scalar()?;
    let pieces = align(&text, scalar, &place);
    let is_plain = scalar.style == Style::Plain && text.len() == place.span.len();
    let may_edit = pieces.is_some() && (is_plain || scalar.style == Style::Literal) && string.tree().is_editable();
    Some(Carried { text, may_edit, place, pieces })
}

impl Carried {
    /// A span of the text as one of the outer file; the whole string where the two cannot be matched.
    pub fn outer(&self, span: Span) -> Span {
        self.pieces.as_deref().map_or(self.place.span, |pieces| outer_span(pieces, span))
    }
}

/// A run of bytes of the inner text and the bytes of the outer file that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    inner: Span,
    outer: Span,
}

impl Piece {
    /// Byte for byte the same; else an escape, a folded or an indented line break.
    fn is_verbatim(self) -> bool {
        self.inner.len() == self.outer.len()
    }
}

fn outer_span(pieces: &[Piece], span: Span) -> Span {
    let start = outer_offset(pieces, span.start, |piece| piece.outer.start);
    if span.is_empty() {
        return Span { start, end: start };
    }
    // The last byte decides: what follows it may stand on another line.
    let last = outer_offset(pieces, span.end - 1, |piece| piece.outer.end - 1);
    Span { start, end: last.max(start) + 1 }
}

/// The outer place of one inner byte; `whole` chooses a place for the bytes of an escape.
fn outer_offset(pieces: &[Piece], inner: u32, whole: fn(Piece) -> u32) -> u32 {
    let index = pieces.partition_point(|piece| piece.inner.end <= inner);
    match pieces.get(index) {
        Some(piece) if piece.is_verbatim() => piece.outer.start + inner.saturating_sub(piece.inner.start),
        Some(piece) => whole(*piece),
        None => pieces.last().map_or(0, |piece| piece.outer.end),
    }
}

/// Matches the inner text with what is written; `None` when they do not match byte by byte.
fn align(text: &str, scalar: &Scalar, place: &Place) -> Option<Vec<Piece>> {
    let (start, end) = (place.span.start as usize, place.span.end as usize);
    let written = match scalar.style {
        Style::Plain => Span::new(start, end),
        Style::Single | Style::Double => Span::new(start + 1, end.checked_sub(1)?),
        Style::Literal | Style::Folded => {
            let header = scalar.header.end as usize;
            let line_end = place.source.text().get(header..)?.find('\n')?;
            Span::new(header + line_end + 1, end)
        }
    };
    let raw = place.source.slice(written).as_bytes();
    let mut walk = Walk { text: text.as_bytes(), raw, at: 0, from: 0, base: written.start, pieces: Vec::new() };
    while walk.at < walk.text.len() {
        match scalar.style {
            Style::Literal | Style::Folded => walk.block_step(),
            style => walk.flow_step(style),
        }?;
    }
    Some(walk.pieces)
}

/// Two texts, walked side by side.
struct Walk<'a> {
    text: &'a [u8],
    raw: &'a [u8],
    /// Offset in `text`.
    at: usize,
    /// Offset in `raw`.
    from: usize,
    /// Where `raw` begins in the file.
    base: u32,
    pieces: Vec<Piece>,
}

impl Walk<'_> {
    fn take(&mut self, inner: usize, outer: usize) {
        let base = self.base as usize;
        let piece = Piece {
            inner: Span::new(self.at, self.at + inner),
            outer: Span::new(base + self.from, base + self.from + outer),
        };
        self.at += inner;
        self.from += outer;
        match self.pieces.last_mut() {
            Some(last)
                if last.is_verbatim() && piece.is_verbatim() && inner > 0 && last.outer.end == piece.outer.start =>
            {
                last.inner.end = piece.inner.end;
                last.outer.end = piece.outer.end;
            }
            _ if inner > 0 => self.pieces.push(piece),
            _ => {}
        }
    }

    fn same_byte(&mut self) -> Option<()> {
        (self.raw.get(self.from) == self.text.get(self.at)).then(|| self.take(1, 1))
    }

    /// Words are the same bytes; of the blanks between two words each line break is matched with its own.
    fn block_step(&mut self) -> Option<()> {
        let (inner, outer) = (blanks(&self.text[self.at..]), blanks(&self.raw[self.from..]));
        if inner.is_empty() && outer.is_empty() {
            return self.same_byte();
        }
        let breaks = |run: &[u8]| run.iter().filter(|&&byte| byte == b'\n').count();
        if breaks(inner) != breaks(outer) {
            self.take(inner.len(), outer.len());
            return Some(());
        }
        let lines = |run: &[u8]| run.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::len).collect::<Vec<_>>();
        let (mut inner_lines, mut outer_lines) = (lines(inner), lines(outer));
        // What stands behind the last line break indents the next word: its right ends meet.
        let tail = |run: &[u8], lines: &mut Vec<usize>| {
            if run.ends_with(b"\n") { 0 } else { lines.pop().unwrap_or(0) }
        };
        let (inner_tail, outer_tail) = (tail(inner, &mut inner_lines), tail(outer, &mut outer_lines));
        for (inner, outer) in inner_lines.into_iter().zip(outer_lines) {
            self.take(inner, outer);
        }
        self.take(0, outer_tail.checked_sub(inner_tail)?);
        self.take(inner_tail, inner_tail);
        Some(())
    }

    /// One character, escape or folded line break of a quoted or plain scalar.
    fn flow_step(&mut self, style: Style) -> Option<()> {
        let rest = &self.raw[self.from..];
        let run = blanks(rest);
        let breaks = run.iter().filter(|&&byte| byte == b'\n').count();
        if breaks > 0 {
            let folded = if breaks == 1 { b" ".to_vec() } else { vec![b'\n'; breaks - 1] };
            return self.text[self.at..].starts_with(&folded).then(|| self.take(folded.len(), run.len()));
        }
        match (style, rest.first()?) {
            (Style::Double, b'\\') => match escape(rest)? {
                (length, None) => self.take(0, length),
                (length, Some(character)) => {
                    let mut buffer = [0; 4];
                    let bytes = character.encode_utf8(&mut buffer).as_bytes();
                    let width = bytes.len();
                    return self.text[self.at..].starts_with(bytes).then(|| self.take(width, length));
                }
            },
            (Style::Single, b'\'') if rest.starts_with(b"''") && self.text[self.at] == b'\'' => self.take(1, 2),
            _ => return self.same_byte(),
        }
        Some(())
    }
}

fn blanks(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    &bytes[..end.unwrap_or(bytes.len())]
}

/// Length and meaning of an escape (YAML 1.2.2 section 5.7); an escaped line break means nothing.
fn escape(rest: &[u8]) -> Option<(usize, Option<char>)> {
    let hex = |digits: usize| {
        let text = std::str::from_utf8(rest.get(2..2 + digits)?).ok()?;
        Some((2 + digits, Some(char::from_u32(u32::from_str_radix(text, 16).ok()?)?)))
    };
    let character = match rest.get(1)? {
        b'x' => return hex(2),
        b'u' => return hex(4),
        b'U' => return hex(8),
        b'\r' | b'\n' => return Some((1 + blanks(&rest[1..]).len(), None)),
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        same @ (b' ' | b'"' | b'/' | b'\\') => char::from(*same),
        _ => return None,
    };
    Some((2, Some(character)))
}

#[cfg(test)]
#[path = "embedded_tests.rs"]
mod tests;
