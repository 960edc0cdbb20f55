//! `idplint rules`: every rule on one line.

use serde::Serialize;

use super::{CommandError, Io};
use crate::cli::ListFormat;
use crate::rules::{PAGES, RULES, Rule, page};

/// One rule as `--format json` prints it.
#[derive(Serialize)]
struct Line {
    id: &'static str,
    summary: &'static str,
    severity: &'static str,
    confidence: &'static str,
    needs: &'static str,
    fix: &'static str,
    since: &'static str,
    url: String,
}

impl Line {
    fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            summary: rule.summary,
            severity: rule.severity.word(),
            confidence: rule.confidence.word(),
            needs: rule.needs.word(),
            fix: rule.fix.word(),
            since: rule.since,
            url: rule.url(),
        }
    }
}

/// Prints the list.
pub(super) fn run(format: ListFormat, io: &mut Io<'_>) -> Result<u8, CommandError> {
    match format {
        ListFormat::Human => human(io)?,
        ListFormat::Markdown => io.stdout.write_all(page::table(PAGES).as_bytes())?,
        ListFormat::Json => {
            let lines: Vec<Line> = RULES.iter().map(|rule| Line::of(rule)).collect();
            let text = serde_json::to_string_pretty(&lines).map_err(std::io::Error::from)?;
            writeln!(io.stdout, "{text}")?;
        }
    }
    Ok(0)
}

fn human(io: &mut Io<'_>) -> std::io::Result<()> {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in RULES {
        writeln!(io.stdout, "{:width$}  {:7}  {}", rule.id, rule.severity.word(), rule.summary)?;
    }
    Ok(())
}
