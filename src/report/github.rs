//! Workflow commands of GitHub Actions, which become annotations of a pull request.
//!
//! Syntax and escaping: actions/toolkit `packages/core/src/command.ts`. GitHub shows ten annotations of a kind
//! per step, so errors come first.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::{Report, Run, escape, extent};
use crate::facts::{Cause, Trouble};
use crate::finding::{Finding, Severity};

/// The format `github`.
pub(super) struct Github;

impl Report for Github {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let mut findings: Vec<&Finding> = run.findings.iter().collect();
        findings.sort_by_key(|finding| Reverse(finding.severity));
        for finding in findings {
            annotate(finding, out)?;
        }
        for trouble in &run.incomplete {
            announce(trouble, out)?;
        }
        Ok(())
    }
}

fn annotate(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = property(finding.label.place.source.name());
    let (start, end) = extent(&finding.label.place);
    write!(out, "::{command} file={file},line={},endLine={}", start.line, end.line)?;
    // GitHub refuses columns on an annotation of several lines.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    let title = format!("idplint ({})", finding.rule);
    writeln!(out, ",title={}::{}", property(&title), text(&finding.message, "help", &finding.help))
}

fn announce(trouble: &Trouble, out: &mut dyn Write) -> io::Result<()> {
    // A host that cannot be reached is nothing to fix in the pull request; a file that cannot be read is.
    let command = match trouble.cause {
        Cause::Internal | Cause::Unreadable => "warning",
        _ => "notice",
    };
    let title = format!("idplint (incomplete: {})", trouble.cause.word());
    writeln!(out, "::{command} title={}::{}", property(&title), text(&trouble.message, "hint", &trouble.hint))
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
