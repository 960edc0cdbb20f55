//! Markdown: the summary of a CI job, a comment, a support case. No text of other people is markup in it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::io::{self, Write};

use super::{Input, Report, Run, count, escape, extent};
use crate::finding::{Finding, Severity};

/// The format `markdown`.
pub(super) struct Markdown;

impl Report for Markdown {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "## idplint: {}\n", headline(run))?;
        if !run.findings.is_empty() {
            writeln!(out, "| | where | what | what to do |\n|---|---|---|---|")?;
            run.findings.iter().try_for_each(|finding| row(finding, out))?;
            writeln!(out)?;
        }
        if !run.incomplete.is_empty() {
            writeln!(out, "### Not checked\n")?;
            for trouble in &run.incomplete {
                writeln!(out, "- `{}`: {}; {}", trouble.cause.word(), prose(&trouble.message), prose(&trouble.hint))?;
            }
            writeln!(out)?;
        }
        for remark in &run.remarks {
            writeln!(out, "{}  ", prose(remark))?;
        }
        let inputs: Vec<String> = run.inputs.iter().map(input).collect();
        if inputs.is_empty() { Ok(()) } else { writeln!(out, "\nread: {}", inputs.join(", ")) }
    }
}

fn headline(run: &Run) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|s| (s, run.count(s)));
    let counts: Vec<_> = counts.iter().filter(|(_, n)| *n > 0).map(|(s, n)| count(*n, s.word())).collect();
    match (counts.is_empty(), run.inputs.is_empty()) {
        (false, _) => format!("{} in {}", counts.join(", "), count(run.files_checked, "file")),
        (true, true) => "no identity-provider settings of InfluxDB".to_owned(),
        (true, false) if run.incomplete.is_empty() => "nothing wrong".to_owned(),
        (true, false) => "nothing wrong in what could be checked".to_owned(),
    }
}

fn row(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let (start, _) = extent(&finding.label.place);
    let place = code(&format!("{}:{}:{}", finding.label.place.source.name(), start.line, start.column));
    let rule = format!("[{}]({})", plain(finding.rule), address(&finding.url));
    let note = finding.note.as_ref().map(|note| format!("<br>{}", prose(note))).unwrap_or_default();
    let (severity, message, help) = (finding.severity.word(), prose(&finding.message), prose(&finding.help));
    writeln!(out, "| {severity} | {place} | {message}<br>{rule} | {help}{note} |")
}

fn input(input: &Input) -> String {
    let release = input.package_version.as_ref().map(|release| format!(", {}", code(release))).unwrap_or_default();
    format!("{} ({}{release})", code(&input.file), input.kind)
}

/// A sentence of ours: what stands in backticks becomes code, and nothing in it is markup.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { code(part) } else { plain(part) }).collect()
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", plain(text))
}

/// A URL that ends where the link does.
fn address(url: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b':');
    utf8_percent_encode(url, KEPT).to_string()
}

/// Text that is neither Markdown nor HTML, in one line.
fn plain(text: &str) -> String {
    let mut safe = String::new();
    for c in escape::line(text).chars() {
        match c {
            '<' | '>' | '&' | '"' | '\'' | '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' | '~' | '!' | '@' | '$' => {
                safe.push_str(&format!("&#{};", c as u32));
            }
            _ => safe.push(c),
        }
    }
    // GitHub makes links of bare URLs, of other people's too.
    safe.replace("://", "&#58;//").replace("www.", "www&#46;")
}
