//! QUIET: comments that hide findings, and what each of them hid; the baseline.

mod baseline;

pub use baseline::{Baseline, Malformed};

use jiff::civil::Date;

use crate::finding::Finding;
use crate::source::{Place, Source, Span};
use std::sync::Arc;

/// `YYYY-MM-DD` and nothing else.
fn date(text: &str) -> Option<Date> {
    let is_shaped = text.len() == "2026-01-02".len() && text.starts_with(|c: char| c.is_ascii_digit());
    text.parse().ok().filter(|_| is_shaped)
}

/// A comment `# idplint: ignore[rule-id, …] reason`.
#[derive(Debug)]
pub struct Ignore {
    /// The comment, from `#` on.
    pub place: Place,
    /// What its bracket names.
    pub names: Vec<Name>,
    /// It says why; a date alone says nothing.
    pub has_reason: bool,
    /// The `until=…` that is over.
    pub over: Option<Place>,
    /// True where its bytes are no part of a quoted string.
    pub may_edit: bool,
    /// How many findings it hid.
    pub hidden: usize,
    /// The line that it speaks for, from 1.
    pub line: usize,
}

/// A name in the bracket.
#[derive(Debug)]
pub struct Name {
    /// The name as written.
    pub place: Place,
    /// The rule of that name.
    pub rule: Option<&'static str>,
}

impl Ignore {
    /// Reads a comment; `None` for one that is not about us. `rule` gives the id of a name.
    pub fn read(
        source: &Arc<Source>,
        comment: Span,
        today: Option<Date>,
        rule: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<Self> {
        let text = source.slice(comment).trim_end();
        let place = |part: &str| {
            let start = comment.start as usize + (part.as_ptr() as usize - text.as_ptr() as usize);
            Place { source: Arc::clone(source), span: Span::new(start, start + part.len()) }
        };
        let ours = text.trim_start_matches('#').trim_start().strip_prefix("idplint:")?;
        let (names, reason) = ours.trim_start().strip_prefix("ignore[")?.split_once(']')?;
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        let until = |word: &str| date(word.strip_prefix("until=")?.trim_end_matches([',', ';', ')', '.']));
        let is_over = |word: &&str| until(word).zip(today).is_some_and(|(last, today)| last < today);
        let says = |word: &str| until(word).is_none() && word.chars().any(char::is_alphanumeric);
        Some(Self {
            place: place(text),
            names: names.map(|name| Name { place: place(name), rule: rule(name) }).collect(),
            has_reason: reason.split_whitespace().any(says),
            over: reason.split_whitespace().find(is_over).map(place),
            may_edit: true,
            hidden: 0,
            line: line_meant(source, comment),
        })
    }

    /// Names in backticks, as messages print them.
    pub fn in_words(&self) -> String {
        let names: Vec<_> = self.names.iter().map(|name| format!("`{}`", name.place.text())).collect();
        names.join(", ")
    }

    /// The key path of what is said about the comment: it has none of its own.
    pub fn path(&self) -> String {
        format!("ignore[{}]", self.in_words().replace('`', ""))
    }

    /// What goes when the comment goes: the blanks before it, and its whole line when it is alone there.
    pub fn removal(&self) -> Place {
        let Place { source, span } = &self.place;
        let position = source.position(span.start);
        let before = text_before(source, *span);
        let start = position.offset - (before.len() - before.trim_end_matches([' ', '\t']).len());
        let next = source.line_span(position.line + 1).map_or(source.text().len(), |line| line.start as usize);
        let end = if is_alone(source, *span) { next } else { span.end as usize };
        Place { source: Arc::clone(source), span: Span::new(start, end) }
    }

    fn hides(&self, finding: &Finding) -> bool {
        let Place { source, span } = &finding.label.place;
        self.over.is_none()
            && self.names.iter().any(|name| name.rule == Some(finding.rule))
            && self.place.source.name() == source.name()
            && source.position(span.start).line == self.line
    }
}

/// Takes out what the comments hide, counts it at each of them, and gives the number of findings taken out.
pub fn hide(findings: &mut Vec<Finding>, ignores: &mut [Ignore]) -> usize {
    let all = findings.len();
    if !ignores.is_empty() {
        findings.retain(|finding| {
            let mut is_shown = true;
            for ignore in ignores.iter_mut().filter(|ignore| ignore.hides(finding)) {
                ignore.hidden += 1;
                is_shown = false;
            }
            is_shown
        });
    }
    all - findings.len()
}

/// Its own line, or the next one that is no comment where it stands alone.
fn line_meant(source: &Source, comment: Span) -> usize {
    let own = source.position(comment.start).line;
    if !is_alone(source, comment) {
        return own;
    }
    let is_comment =
        |line: &usize| source.line_span(*line).is_some_and(|span| source.slice(span).trim_start().starts_with('#'));
    own + 1 + (own + 1..).take_while(is_comment).count()
}

fn is_alone(source: &Source, comment: Span) -> bool {
    text_before(source, comment).trim_start_matches('\u{feff}').trim().is_empty()
}

fn text_before(source: &Source, comment: Span) -> &str {
    let line = source.line_span(source.position(comment.start).line).unwrap_or_default();
    source.slice(Span { start: line.start, end: comment.start })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, today: &str) -> Option<Ignore> {
        let source = Source::new("a.yaml", text);
        let start = text.find('#').unwrap();
        let end = start + text[start..].find('\n').unwrap_or(text.len() - start);
        Ignore::read(&source, Span::new(start, end), date(today), |name| (name == "known").then_some("known"))
    }

    #[test]
    fn a_date_has_one_form() {
        assert!(date("2024-02-29").is_some());
        for text in ["2026-13-01", "2026-02-29", "+026-11-01", "2026-11-1", "20261101", "2026-11-01T00:00"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn the_date_is_the_last_day_and_no_reason() {
        let over = |today| read("a: b # idplint: ignore[known] until=2026-11-22", today).unwrap();
        assert!(over("2026-11-22").over.is_none());
        assert_eq!(over("2026-11-23").over.unwrap().text(), "until=2026-11-22");
        assert!(!over("2026-11-22").has_reason);
        assert!(read("a: b # idplint: ignore[known] lab, until=2026-11-22", "").unwrap().has_reason);
    }

    #[test]
    fn other_comments_are_not_ours() {
        for text in
            ["# idplint: ignore known", "# idplint ignore[known]", "# yamllint disable", "# idplint: ignore[known"]
        {
            assert!(read(text, "").is_none(), "{text}");
        }
        let ignore = read("#idplint:ignore[known, other] x", "").unwrap();
        let names: Vec<_> = ignore.names.iter().map(|name| (name.place.text(), name.rule)).collect();
        assert_eq!(names, [("known", Some("known")), ("other", None)]);
    }

    #[test]
    fn a_comment_alone_speaks_for_what_follows_the_comments() {
        let cases = [
            ("a: b  # idplint: ignore[x]\n", 1, "  # idplint: ignore[x]"),
            ("  # idplint: ignore[x] y\r\n# z\r\na: b\r\n", 3, "  # idplint: ignore[x] y\r\n"),
            ("\u{feff}# idplint: ignore[x]\na: b\n", 2, "# idplint: ignore[x]\n"),
        ];
        for (text, line, removed) in cases {
            let ignore = read(text, "").unwrap();
            assert_eq!((ignore.line, ignore.removal().text()), (line, removed), "{text}");
        }
    }
}
