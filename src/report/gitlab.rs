//! GitLab Code Quality: the fields of <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Report, Run, escape, extent};
use crate::finding::{Finding, Severity};

/// The format `gitlab`.
pub(super) struct Gitlab;

impl Report for Gitlab {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let issues: Vec<Value> = run.findings.iter().map(issue).collect();
        writeln!(out, "{}", escape::json(&serde_json::to_string_pretty(&issues)?))
    }
}

fn issue(finding: &Finding) -> Value {
    let (start, end) = extent(&finding.label.place);
    json!({
        "description": match finding.help.as_str() {
            "" => finding.message.clone(),
            help => format!("{}; {help}", finding.message),
        },
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint(),
        "severity": match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        "location": {
            "path": finding.label.place.source.name(),
            "lines": { "begin": start.line, "end": end.line },
        },
    })
}
