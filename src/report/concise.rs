//! One line per finding: `file:line:col: severity[rule] message`.

use std::io::{self, Write};

use super::{Report, Run, escape};
use crate::facts::Trouble;
use crate::finding::Finding;

/// The format `concise`.
pub(super) struct Concise;

impl Report for Concise {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        run.findings.iter().try_for_each(|finding| writeln!(out, "{}", line(finding)))?;
        run.incomplete.iter().try_for_each(|trouble| writeln!(out, "{}", incomplete(trouble)))
    }
}

/// The line of a finding.
pub(super) fn line(finding: &Finding) -> String {
    let place = &finding.label.place;
    let start = place.source.position(place.span.start);
    let (file, message) = (escape::line(place.source.name()), escape::line(&finding.message));
    format!("{file}:{}:{}: {}[{}] {message}", start.line, start.column, finding.severity, finding.rule)
}

/// The line of what could not be finished.
pub(super) fn incomplete(trouble: &Trouble) -> String {
    format!("incomplete[{}] {}", trouble.cause.word(), escape::line(&trouble.message))
}
