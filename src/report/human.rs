//! The report for people: carets on the value, what to do, who says so. The only file that knows miette.
//!
//! miette draws the lines; headline, advice and footer are ours, so that they read like those of rustc and ruff.

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters,
};
use std::cmp::Reverse;
use std::fmt;
use std::io::{self, Write};

use super::excerpt::{Excerpt, excerpts};
use super::{Input, Report, Run, Style, count, escape};
use crate::facts::Trouble;
use crate::finding::{Finding, Safety, Severity};

/// Most findings drawn of one file; the worst are chosen.
const MOST_PER_FILE: usize = 50;
/// Widths that prose is wrapped at; miette's paddings have 16 bits.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=400;

const BOLD: &str = "1";
const DIM: &str = "2";
const GREEN: &str = "1;32";

/// The format `human`.
pub(super) struct Human {
    style: Style,
}

impl Report for Human {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for findings in run.findings.chunk_by(|a, b| a.label.place.source.name() == b.label.place.source.name()) {
            self.file(findings, out)?;
        }
        if self.style.quiet {
            return Ok(());
        }
        self.footer(run, out)
    }
}

impl Human {
    /// A printer of this look.
    pub(super) fn new(style: Style) -> Self {
        Self { style: Style { width: style.width.clamp(*WIDTHS.start(), *WIDTHS.end()), ..style } }
    }

    fn file(&self, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
        let mut drawn: Vec<&Finding> = findings.iter().collect();
        drawn.sort_by_key(|finding| Reverse(finding.severity));
        drawn.truncate(MOST_PER_FILE);
        drawn.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        for finding in &drawn {
            self.finding(finding, out)?;
        }
        if let (more @ 1.., [first, ..]) = (findings.len() - drawn.len(), findings) {
            let (file, more) = (escape::line(first.label.place.source.name()), count(more, "more finding"));
            writeln!(out, "{more} in {file}: `--format concise` shows them all\n")?;
        }
        Ok(())
    }

    fn finding(&self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let title = self.paint(color(finding.severity), &format!("{}[{}]", finding.severity, finding.rule));
        writeln!(out, "{title}{}", self.paint(BOLD, &format!(": {}", escape::line(&finding.message))))?;
        for excerpt in excerpts(finding, self.style.width * 2) {
            out.write_all(self.draw(excerpt, finding.severity).as_bytes())?;
        }
        self.advice("help", &finding.help, out)?;
        if let Some(note) = &finding.note {
            self.advice("note", note, out)?;
        }
        if let Some(fix) = &finding.fix {
            self.advice(" fix", &format!("{} ({})", fix.title, fix.safety.word()), out)?;
        }
        self.advice(" see", &finding.url, out)?;
        writeln!(out)
    }

    /// The lines of one file with their marks.
    fn draw(&self, excerpt: Excerpt, severity: Severity) -> String {
        let mut theme = if self.style.color { GraphicalTheme::unicode() } else { plain_theme() };
        let own = match severity {
            Severity::Error => theme.styles.error,
            Severity::Warning => theme.styles.warning,
            Severity::Note => theme.styles.advice,
        };
        // miette takes the colours in the order of the labels.
        theme.styles.highlights =
            excerpt.marks.iter().map(|mark| if mark.primary { own } else { theme.styles.help }).collect();
        theme.styles.link = theme.styles.linum;
        let handler =
            GraphicalReportHandler::new_themed(theme).with_width(self.style.width).without_syntax_highlighting();
        let mut drawn = String::new();
        // Writing to a text cannot fail, and an excerpt knows the places of all its marks.
        let _ = handler.render_report(&mut drawn, &Drawing(excerpt));
        // The first line is miette's headline, which is empty.
        drawn.split_once('\n').map(|(_, lines)| lines.to_owned()).unwrap_or_default()
    }

    /// `  help: …`, wrapped; nothing when there is nothing to say.
    fn advice(&self, label: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut lead = self.paint(BOLD, label) + ":";
        for line in wrap(&escape::paragraph(text), self.style.width - 8) {
            writeln!(out, "  {lead} {line}")?;
            lead = " ".repeat(5);
        }
        Ok(())
    }

    fn footer(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for Trouble { cause, message, hint, .. } in &run.incomplete {
            let title = self.paint(color(Severity::Warning), &format!("incomplete[{}]", cause.word()));
            writeln!(out, "{title}{}", self.paint(BOLD, &format!(": {}", escape::line(message))))?;
            self.advice("hint", hint, out)?;
            writeln!(out)?;
        }
        self.summary(run, out)?;
        if let Some(hint) = fixable(run) {
            writeln!(out, "{hint}")?;
        }
        for remark in &run.remarks {
            writeln!(out, "{}", self.paint(DIM, &escape::line(remark)))?;
        }
        Ok(())
    }

    fn summary(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let files = count(run.files_checked, "file");
        let suppressed = if run.suppressed > 0 { format!(", {} suppressed", run.suppressed) } else { String::new() };
        if !run.findings.is_empty() {
            let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|s| (s, run.count(s)));
            let counts: Vec<_> = counts.iter().filter(|(_, n)| *n > 0).map(|(s, n)| count(*n, s.word())).collect();
            writeln!(out, "{} in {files} ({} recognised){suppressed}", counts.join(", "), run.inputs.len())?;
            return Ok(());
        }
        if run.inputs.is_empty() {
            writeln!(out, "no identity-provider settings of InfluxDB in {files}{suppressed}")?;
            return run.hint.map_or(Ok(()), |hint| writeln!(out, "  hint: {hint}"));
        }
        let good = self.paint(GREEN, "nothing wrong");
        let scope = if run.incomplete.is_empty() { "" } else { " in what could be checked" };
        writeln!(out, "{good}{scope}: {files}, {}{suppressed}", recognised(&run.inputs))
    }

    /// The text in a colour of the terminal (SGR parameters), when there are colours.
    fn paint(&self, sgr: &str, text: &str) -> String {
        if self.style.color { format!("\u{1b}[{sgr}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// How many findings `--fix` would mend; `None` when there are none.
fn fixable(run: &Run) -> Option<String> {
    let of = |safety| {
        let fixes = run.findings.iter().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.safety == safety).count()
    };
    match (of(Safety::Safe), of(Safety::Unsafe)) {
        (0, 0) => None,
        (safe, 0) => Some(format!("{safe} fixable with `--fix`")),
        (0, more) => Some(format!("{more} fixable with `--fix --unsafe-fixes`")),
        (safe, more) => Some(format!("{safe} fixable with `--fix`, {more} more with `--unsafe-fixes`")),
    }
}

/// `3 recognised (2 helm-values, 1 influxctl-config)`.
fn recognised(inputs: &[Input]) -> String {
    let mut kinds = std::collections::BTreeMap::new();
    for input in inputs {
        *kinds.entry(input.kind).or_insert(0) += 1;
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
    format!("{} recognised ({})", inputs.len(), kinds.join(", "))
}

fn color(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Note => "1;36",
    }
}

/// miette's ASCII characters, with whole carets.
fn plain_theme() -> GraphicalTheme {
    let mut theme = GraphicalTheme::none();
    theme.characters = ThemeCharacters { underbar: '^', vbar_break: '|', ..ThemeCharacters::ascii() };
    theme
}

/// Lines of at most `width` characters; words stay whole, line breaks and indentation stay.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for whole in text.lines() {
        let (mut line, mut length) = (String::new(), 0);
        for (index, word) in whole.split(' ').enumerate() {
            let word_length = word.chars().count();
            if length > 0 && length + 1 + word_length > width {
                lines.push(std::mem::take(&mut line));
                length = 0;
            } else if index > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += word_length;
        }
        lines.push(line);
    }
    lines
}

/// An excerpt as miette wants it: a diagnostic that has only labels.
#[derive(Debug)]
struct Drawing(Excerpt);

impl fmt::Display for Drawing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing {}

impl Diagnostic for Drawing {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.0)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.0.marks.iter().map(|mark| {
            let text = Some(mark.message.clone()).filter(|text| !text.is_empty());
            let span = SourceSpan::from(mark.range.clone());
            if mark.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })))
    }
}

// miette's own sources are read from the first byte for every label, and count columns in bytes.
// Context lines are never shown: the neighbours of a setting may be secrets.
impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let block = self.block(span.offset()..span.offset() + span.len()).ok_or(MietteError::OutOfBounds)?;
        let data = self.text.get(block.range.clone()).ok_or(MietteError::OutOfBounds)?.as_bytes();
        let whole = SourceSpan::from(block.range);
        let (line, column) = (block.line - 1, block.column - 1);
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), data, whole, line, column, block.lines)))
    }
}
