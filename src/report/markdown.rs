//! Markdown: the summary of a CI job, a comment, a support case. No text of other people is markup in it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::cmp::Reverse;
use std::io::{self, Write};

use super::{Input, Report, Run, count, escape, extent};
use crate::facts::Trouble;
use crate::finding::{Finding, Severity};

/// The format `markdown`.
pub(super) struct Markdown;

/// GitHub shows no summary beyond 1 MiB, and no part of it either.
const LONGEST: usize = 1_000_000;
/// Of these, what is kept for the table; the lists below it share the rest.
const LONGEST_TABLE: usize = 600_000;

impl Report for Markdown {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let mut text = format!("## idplint: {}\n\n", headline(run));
        if !run.findings.is_empty() {
            text.push_str("| | where | what | what to do |\n|---|---|---|---|\n");
            let cut = fill(&mut text, LONGEST_TABLE, rows(run));
            text.push('\n');
            if cut > 0 {
                let rest = count(cut, "more finding");
                text.push_str(&format!("{rest}: the report is cut, `--format json` holds them all\n\n"));
            }
        }
        if !run.incomplete.is_empty() {
            text.push_str("### Not checked\n\n");
            let item = |trouble: &Trouble| {
                format!("- `{}`: {}; {}\n", trouble.cause.word(), prose(&trouble.message), prose(&trouble.hint))
            };
            let cut = fill(&mut text, LONGEST_TABLE + 100_000, run.incomplete.iter().map(item));
            text.push_str(&if cut > 0 { format!("- {cut} more\n\n") } else { "\n".to_owned() });
        }
        fill(&mut text, LONGEST_TABLE + 200_000, run.remarks.iter().map(|remark| format!("{}  \n", prose(remark))));
        if !run.inputs.is_empty() {
            text.push_str("\nread: ");
            let inputs = run.inputs.iter().enumerate();
            let input = |(at, one)| format!("{}{}", if at == 0 { "" } else { ", " }, input(one));
            let cut = fill(&mut text, LONGEST - 100, inputs.map(input));
            text.push_str(&if cut > 0 { format!(", {cut} more\n") } else { "\n".to_owned() });
        }
        out.write_all(text.as_bytes())
    }
}

/// The rows of the table; the worst first where not all of them have room.
fn rows(run: &Run) -> impl Iterator<Item = String> {
    let mut rows: Vec<_> = run.findings.iter().map(|finding| (Reverse(finding.severity), row(finding))).collect();
    if rows.iter().map(|(_, row)| row.len()).sum::<usize>() > LONGEST_TABLE {
        rows.sort_by_key(|(severity, _)| *severity);
    }
    rows.into_iter().map(|(_, row)| row)
}

/// Adds pieces as long as the text stays that short; gives how many are left out.
fn fill(text: &mut String, longest: usize, mut pieces: impl Iterator<Item = String>) -> usize {
    for piece in pieces.by_ref() {
        if text.len() + piece.len() > longest {
            return 1 + pieces.count();
        }
        text.push_str(&piece);
    }
    0
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

fn row(finding: &Finding) -> String {
    let (start, _) = extent(&finding.label.place);
    let place = code(&format!("{}:{}:{}", finding.label.place.source.name(), start.line, start.column));
    let rule = format!("[{}]({})", plain(finding.rule), address(&finding.url));
    let note = finding.note.as_ref().map(|note| format!("<br>{}", prose(note))).unwrap_or_default();
    let (severity, message, help) = (finding.severity.word(), prose(&finding.message), prose(&finding.help));
    format!("| {severity} | {place} | {message}<br>{rule} | {help}{note} |\n")
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
