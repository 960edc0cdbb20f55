//! What Helm, kubectl and the operator take and our parser refuses: rewritten in a copy of the same length, so that no span moves.
//!
//! Every case is a row of `testdata/oracle/go-yaml.tsv`.

use granit_parser::{ErrorKind, Event, Parser, ScanError};
use std::borrow::Cow;

use super::super::node::Style;
use super::super::scalar::Reader;
use crate::source::Span;

/// Most bytes that are read again because of rewritten places: each costs another reading of the whole text.
const MAX_REREAD_BYTES: usize = 16 << 20;
const BYTE_ORDER_MARK: char = '\u{feff}';
/// As long as a byte order mark in UTF-8, and private to us: Unicode names no character here.
const STAND_IN: char = '\u{f8ff}';

/// A text as our parser is given it.
#[derive(Clone)]
pub(super) struct Lenient<'t> {
    original: &'t str,
    reader: Reader,
    copy: Cow<'t, str>,
    rewritten: Vec<(Case, Span)>,
    /// Bytes that may still be read again.
    budget: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// `\'` in double quotes.
    Escape,
    /// A line break in a quoted value that goes on too far left.
    LineBreak,
    /// A tab before the first character of a line, in brackets or in quotes.
    Tab,
    /// A comment without a blank before it.
    Comment,
    /// Text behind `...`.
    Junk,
    /// `[-]`.
    Dash,
    /// U+FEFF at the beginning of a value.
    Mark,
}

impl<'t> Lenient<'t> {
    pub(super) fn new(original: &'t str, reader: Reader) -> Self {
        Self { original, reader, copy: Cow::Borrowed(original), rewritten: Vec::new(), budget: MAX_REREAD_BYTES }
    }

    /// The text to parse, as long as the original.
    pub(super) fn text(&self) -> &str {
        &self.copy
    }

    /// The text with which our parser gets past `error`; `None` where the reader would stop too.
    pub(super) fn past(&self, error: &ScanError) -> Option<Self> {
        let budget = self.budget.checked_sub(self.original.len())?;
        let at = error.marker().byte_offset()?;
        let (case, range) = self.case(error.kind(), at)?;
        let mut next = Self { budget, ..self.clone() };
        next.rewrite(case, Span::new(range.start, range.end));
        (next.copy != self.copy).then_some(next)
    }

    /// Takes back the first tab that is not `taken` and all that came after it: the reader stops there.
    pub(super) fn without_tabs(&self, taken: impl Fn(usize) -> bool) -> Option<Self> {
        let is_refused = |(case, span): &(Case, Span)| *case == Case::Tab && !taken(span.start as usize);
        let first = self.rewritten.iter().position(is_refused)?;
        let mut next = Self { budget: 0, ..Self::new(self.original, self.reader) };
        self.rewritten[..first].iter().for_each(|&(case, span)| next.rewrite(case, span));
        Some(next)
    }

    /// The comments that our parser does not see.
    pub(super) fn comments(&self) -> impl Iterator<Item = Span> {
        self.rewritten.iter().filter(|(case, _)| *case == Case::Comment).map(|&(_, span)| span)
    }

    /// The value of the scalar at `span`, of which our parser `saw` the copy.
    pub(super) fn value<'s>(&self, style: Style, span: Span, saw: &'s str) -> Cow<'s, str> {
        if !self.rewritten.iter().any(|(_, at)| at.start < span.end && span.start < at.end) {
            return Cow::Borrowed(saw);
        }
        match style {
            Style::Single | Style::Double => self.alone(span).map_or(Cow::Borrowed(saw), Cow::Owned),
            Style::Plain if self.original.get(span.range()) == Some("-") => Cow::Borrowed("-"),
            Style::Plain => Cow::Owned(saw.replace(STAND_IN, "\u{feff}")),
            Style::Literal | Style::Folded => Cow::Borrowed(saw),
        }
    }

    /// The nearest boundary of a character before `at`: the copy has more of them.
    pub(super) fn boundary(&self, at: usize) -> usize {
        self.original.floor_char_boundary(at)
    }

    /// What a quoted text says as a document of its own, where it may go on at any column.
    fn alone(&self, span: Span) -> Option<String> {
        let mut raw = self.original.get(span.range())?.to_owned();
        let mut escapes: Vec<usize> = self.places(Case::Escape).filter(|at| span.range().contains(at)).collect();
        escapes.sort_unstable();
        for at in escapes.into_iter().rev() {
            raw.remove(at - span.start as usize);
        }
        Parser::new_from_str(&raw).find_map(|step| match step {
            Ok((Event::Scalar(text, ..), _)) => Some(text.into_owned()),
            _ => None,
        })
    }

    fn places(&self, wanted: Case) -> impl Iterator<Item = usize> {
        self.rewritten.iter().filter(move |(case, _)| *case == wanted).map(|(_, span)| span.start as usize)
    }

    fn rewrite(&mut self, case: Case, span: Span) {
        let filler = match case {
            Case::Mark => STAND_IN.to_string(),
            Case::Escape | Case::Dash => "x".repeat(span.len()),
            Case::LineBreak | Case::Tab | Case::Comment | Case::Junk => " ".repeat(span.len()),
        };
        self.copy.to_mut().replace_range(span.range(), &filler);
        self.rewritten.push((case, span));
    }

    /// What our parser refuses at `at` and the reader takes, with its place.
    fn case(&self, kind: &ErrorKind, at: usize) -> Option<(Case, std::ops::Range<usize>)> {
        use ErrorKind as E;
        let (before, rest) = self.copy.split_at_checked(at)?;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = at + rest.find(['\r', '\n']).unwrap_or(rest.len());
        match kind {
            // Measured with serde_yaml 0.9.34.
            E::UnknownQuotedScalarEscape | E::InvalidDocumentEnd if self.reader == Reader::Operator => None,
            E::UnknownQuotedScalarEscape => escaped_quote(rest).map(|quote| (Case::Escape, at + quote..at + quote + 2)),
            E::InvalidQuotedScalarIndent if !is_marker(&self.copy[line_start..]) => {
                let line = before[..line_start].strip_suffix('\n')?;
                let start = line.strip_suffix('\r').unwrap_or(line).len();
                Some((Case::LineBreak, start..line_start))
            }
            E::TabInIndentation | E::TabInBlockIndentation => {
                let line = &self.copy[line_start..];
                let tab = line_start + line.len() - line.trim_start_matches(' ').len();
                let tabs = self.copy[tab..].len() - self.copy[tab..].trim_start_matches('\t').len();
                Some((Case::Tab, tab..tab + tabs))
            }
            E::CommentNotSeparated if may_touch_comment(before) => Some((Case::Comment, at..line_end)),
            E::InvalidDocumentEnd => Some((Case::Junk, at..line_end)),
            E::PlainScalarStartsWithDashFlowIndicator => Some((Case::Dash, at..at + 1)),
            E::BomInsideDocument => {
                let is_value = before[line_start..].contains(|c| !matches!(c, ' ' | '-'));
                let is_mark = rest.starts_with(BYTE_ORDER_MARK) && !self.copy.contains(STAND_IN);
                (is_value && is_mark).then_some((Case::Mark, at..at + BYTE_ORDER_MARK.len_utf8()))
            }
            _ => None,
        }
    }
}

/// Where `\'` stands in a text that begins with double quotes; `None` when go-yaml stops at another escape first.
fn escaped_quote(quoted: &str) -> Option<usize> {
    let mut chars = quoted.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return None,
            '\\' if chars.next()?.1 == '\'' => return Some(at),
            _ => {}
        }
    }
    None
}

/// True for a line that is `---` or `...`: it ends a document even in quotes.
fn is_marker(line: &str) -> bool {
    let rest = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// True when `before` ends with a quote, a bracket, a comma or the header of a block: all of these end by themselves.
fn may_touch_comment(before: &str) -> bool {
    let header = before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    before.ends_with(['"', '\'', '[', ']', '{', '}', ',']) || header.ends_with(['|', '>'])
}
