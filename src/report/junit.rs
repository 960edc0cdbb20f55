//! JUnit XML, as the test tabs of Jenkins, Azure DevOps and GitLab read it: one case per file.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::{Report, Run, escape, extent};
use crate::finding::Finding;

/// The format `junit`.
pub(super) struct JunitXml;

impl Report for JunitXml {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let mut suite = TestSuite::new("idplint");
        let inputs = run.inputs.iter().map(|input| (input.file.as_str(), Vec::new()));
        let mut by_file: BTreeMap<&str, Vec<&Finding>> = inputs.collect();
        for finding in &run.findings {
            by_file.entry(finding.label.place.source.name()).or_default().push(finding);
        }
        for (file, findings) in by_file {
            suite.add_test_case(case(file, &findings));
        }
        for trouble in &run.incomplete {
            let mut status = TestCaseStatus::skipped();
            status.set_message(escape::line(&format!("{}; {}", trouble.message, trouble.hint)));
            let name = format!("{} ({})", escape::line(&trouble.host), trouble.cause.word());
            suite.add_test_case(TestCase::new(name, status));
        }
        let mut report = Junit::new("idplint");
        report.add_test_suite(suite);
        let xml = report.to_string().map_err(io::Error::other)?;
        out.write_all(xml.as_bytes())
    }
}

fn case(file: &str, findings: &[&Finding]) -> TestCase {
    let file = escape::line(file);
    if findings.is_empty() {
        return TestCase::new(file, TestCaseStatus::success());
    }
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let lines: Vec<String> = findings.iter().map(|finding| line(finding)).collect();
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    status.set_message(rules.join(", "));
    status.set_description(lines.join("\n"));
    TestCase::new(file, status)
}

fn line(finding: &Finding) -> String {
    let (start, _) = extent(&finding.label.place);
    let text = format!(
        "{}:{}:{}: {}[{}]: {}; {}",
        finding.label.place.source.name(),
        start.line,
        start.column,
        finding.severity.word(),
        finding.rule,
        finding.message,
        finding.help
    );
    escape::line(&text)
}
