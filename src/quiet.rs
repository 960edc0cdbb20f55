//! QUIET: comments and entries of the project file that hide findings, and what each of them hid; the baseline.

mod baseline;

pub use baseline::{Baseline, Malformed};

use jiff::civil::Date;

use crate::finding::Finding;
use crate::source::{Place, Source, Span};
use std::sync::Arc;

/// `YYYY-MM-DD` and nothing else.
pub fn date(text: &str) -> Option<Date> {
    let is_shaped = text.len() == "2026-01-02".len() && text.starts_with(|c: char| c.is_ascii_digit());
    text.parse().ok().filter(|_| is_shaped)
}

/// A comment `# idplint: ignore[rule-id, …] reason`, or an entry `[[ignore]]` of the project file.
#[derive(Debug)]
pub struct Ignore {
    /// The comment, from `#` on; the header of the entry.
    pub place: Place,
    /// The rules that it names.
    pub names: Vec<Name>,
    /// It says why; a date alone says nothing.
    pub has_reason: bool,
    /// The `until=…` that is over.
    pub over: Option<Place>,
    /// True where its bytes are no part of a quoted string.
    pub may_edit: bool,
    /// How many findings it hid.
    pub hidden: usize,
    /// What it speaks for.
    pub scope: Scope,
}

/// What an ignore speaks for.
#[derive(Debug)]
pub enum Scope {
    /// A comment: this line of its file, from 1.
    Line(usize),
    /// An entry: files that its project file tells.
    Entry {
        /// Its key path: `ignore[0]`.
        path: String,
        /// What goes when it goes, where that can be told.
        removal: Option<Place>,
    },
}

/// The name of a rule in an ignore or in `[levels]`.
#[derive(Debug)]
pub struct Name {
    /// Where it stands.
    pub place: Place,
    /// The name as written.
    pub text: String,
    /// The key path of what is said about it.
    pub path: String,
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
            names: names.map(|name| Name::in_comment(place(name), rule(name))).collect(),
            has_reason: reason.split_whitespace().any(says),
            over: reason.split_whitespace().find(is_over).map(place),
            may_edit: true,
            hidden: 0,
            scope: Scope::Line(line_meant(source, comment)),
        })
    }

    /// Names in backticks, as messages print them.
    pub fn in_words(&self) -> String {
        let names: Vec<_> = self.names.iter().map(|name| format!("`{}`", name.text)).collect();
        names.join(", ")
    }

    /// The key path of what is said about it; a comment has none of its own.
    pub fn path(&self) -> String {
        match &self.scope {
            Scope::Entry { path, .. } => path.clone(),
            Scope::Line(_) => format!("ignore[{}]", self.in_words().replace('`', "")),
        }
    }

    /// True for an entry of the project file.
    pub fn is_entry(&self) -> bool {
        matches!(self.scope, Scope::Entry { .. })
    }

    /// What goes when it goes; `None` where nobody but a person can tell.
    pub fn removal(&self) -> Option<Place> {
        match &self.scope {
            Scope::Entry { removal, .. } => removal.clone(),
            Scope::Line(_) => self.may_edit.then(|| self.removal_of_comment()),
        }
    }

    /// The blanks before the comment, and its whole line when it is alone there.
    fn removal_of_comment(&self) -> Place {
        let Place { source, span } = &self.place;
        let position = source.position(span.start);
        let before = text_before(source, *span);
        let start = position.offset - (before.len() - before.trim_end_matches([' ', '\t']).len());
        let next = source.line_span(position.line + 1).map_or(source.text().len(), |line| line.start as usize);
        let end = if is_alone(source, *span) { next } else { span.end as usize };
        Place { source: Arc::clone(source), span: Span::new(start, end) }
    }

    fn hides(&self, finding: &Finding, speaks_for: impl FnOnce(&str) -> bool) -> bool {
        let Place { source, span } = &finding.label.place;
        let is_named = || self.names.iter().any(|name| name.rule == Some(finding.rule));
        let is_meant = || match self.scope {
            Scope::Entry { .. } => speaks_for(source.name()),
            Scope::Line(line) => self.place.source.name() == source.name() && source.position(span.start).line == line,
        };
        self.over.is_none() && is_named() && is_meant()
    }
}

impl Name {
    fn in_comment(place: Place, rule: Option<&'static str>) -> Self {
        let text = place.text().to_owned();
        Self { path: format!("ignore[{text}]"), place, text, rule }
    }
}

/// Takes out what the ignores hide, counts it at each of them, and gives the number of findings taken out.
/// `speaks_for` tells whether the entry at an index speaks for a file.
pub fn hide(findings: &mut Vec<Finding>, ignores: &mut [Ignore], speaks_for: impl Fn(usize, &str) -> bool) -> usize {
    let all = findings.len();
    if !ignores.is_empty() {
        findings.retain(|finding| {
            let mut is_shown = true;
            for (at, ignore) in ignores.iter_mut().enumerate() {
                if ignore.hides(finding, |file| speaks_for(at, file)) {
                    ignore.hidden += 1;
                    is_shown = false;
                }
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
            assert!(matches!(ignore.scope, Scope::Line(meant) if meant == line), "{text}");
            assert_eq!(ignore.removal().unwrap().text(), removed, "{text}");
        }
    }
}
