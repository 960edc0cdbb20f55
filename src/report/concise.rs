//! One line per finding: `file:line:col: severity[rule] message`.

use std::io::{self, Write};

use super::{Report, Run, escape};

/// The format `concise`.
pub(super) struct Concise;

impl Report for Concise {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for finding in &run.findings {
            let place = &finding.label.place;
            let start = place.source.position(place.span.start);
            let (file, message) = (escape::line(place.source.name()), escape::line(&finding.message));
            let (line, column) = (start.line, start.column);
            writeln!(out, "{file}:{line}:{column}: {}[{}] {message}", finding.severity, finding.rule)?;
        }
        for trouble in &run.incomplete {
            writeln!(out, "incomplete[{}] {}", trouble.cause.word(), escape::line(&trouble.message))?;
        }
        Ok(())
    }
}
