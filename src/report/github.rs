//! Workflow commands of GitHub Actions, which become annotations of a pull request.
//!
//! Syntax and escaping: actions/toolkit `packages/core/src/command.ts`. GitHub shows ten annotations of a kind
//! per step, so errors come first, and of more than ten the tenth counts the rest, which the log lists.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Report, Run, concise, count, escape, extent};
use crate::facts::{Cause, Trouble};
use crate::finding::{Finding, Severity};

/// How many annotations of a kind GitHub shows of a step.
const MOST: usize = 10;

/// The format `github`.
pub(super) struct Github;

impl Report for Github {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let mut findings: Vec<&Finding> = run.findings.iter().collect();
        findings.sort_by_key(|finding| Reverse(finding.severity));
        let annotations: Vec<_> =
            findings.into_iter().map(of_finding).chain(run.incomplete.iter().map(of_trouble)).collect();
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for annotation in &annotations {
            *left.entry(annotation.command).or_default() += 1;
        }
        let mut room: BTreeMap<&str, usize> =
            left.iter().map(|(command, n)| (*command, if *n > MOST { MOST - 1 } else { MOST })).collect();
        let mut unseen = Vec::new();
        for annotation in &annotations {
            match room.get_mut(annotation.command).filter(|room| **room > 0) {
                Some(room) => {
                    *room -= 1;
                    writeln!(out, "::{} {}::{}", annotation.command, annotation.properties, annotation.text)?;
                }
                None => unseen.push(annotation),
            }
        }
        for (command, n) in left.into_iter().filter(|(_, n)| *n > MOST) {
            let more = count(n - (MOST - 1), &format!("more {command}"));
            writeln!(out, "::{command} title=idplint::{more}: the log of this step lists them")?;
        }
        unseen.iter().try_for_each(|annotation| writeln!(out, "{}", annotation.line))
    }
}

/// An annotation, and the line that stands for it where GitHub would not show it.
struct Annotation {
    command: &'static str,
    properties: String,
    text: String,
    line: String,
}

fn of_finding(finding: &Finding) -> Annotation {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = finding.label.place.source.name();
    let (start, end) = extent(&finding.label.place);
    let mut properties = format!("file={},line={},endLine={}", property(file), start.line, end.line);
    // GitHub refuses columns on an annotation of several lines.
    if start.line == end.line {
        properties.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    properties.push_str(&format!(",title={}", property(&format!("idplint ({})", finding.rule))));
    Annotation {
        command,
        properties,
        text: text(&finding.message, "help", &finding.help),
        line: concise::line(finding),
    }
}

fn of_trouble(trouble: &Trouble) -> Annotation {
    // A host that cannot be reached is nothing to fix in the pull request; a file that cannot be read is.
    let command = match trouble.cause {
        Cause::Internal | Cause::Unreadable => "warning",
        _ => "notice",
    };
    let title = format!("idplint (incomplete: {})", trouble.cause.word());
    Annotation {
        command,
        properties: format!("title={}", property(&title)),
        text: text(&trouble.message, "hint", &trouble.hint),
        line: concise::incomplete(trouble),
    }
}

/// The message, and under it what to do.
fn text(message: &str, label: &str, advice: &str) -> String {
    if advice.is_empty() { data(message) } else { data(&format!("{message}\n{label}: {advice}")) }
}

/// `escapeData` of the toolkit.
fn data(text: &str) -> String {
    escape::paragraph(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// `escapeProperty` of the toolkit.
fn property(text: &str) -> String {
    data(&escape::line(text)).replace(':', "%3A").replace(',', "%2C")
}
