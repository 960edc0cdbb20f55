//! JUnit XML, as the test tabs of Jenkins, Azure DevOps and GitLab read it: one case per file.
//!
//! Only what the strictest of its schemas knows: `junit-10.xsd` of Jenkins' xUnit plugin.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Report, Run, escape, extent};
use crate::facts::Trouble;
use crate::finding::Finding;

/// The format `junit`.
pub(super) struct JunitXml;

impl Report for JunitXml {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let inputs = run.inputs.iter().map(|input| (input.file.as_str(), Vec::new()));
        let mut by_file: BTreeMap<&str, Vec<&Finding>> = inputs.collect();
        for finding in &run.findings {
            by_file.entry(finding.label.place.source.name()).or_default().push(finding);
        }
        let failures = by_file.values().filter(|findings| !findings.is_empty()).count().to_string();
        let skipped = run.incomplete.len().to_string();
        let tests = (by_file.len() + run.incomplete.len()).to_string();
        let sums = [("name", "idplint"), ("tests", &tests), ("failures", &failures), ("errors", "0")];
        let mut xml = Writer::new_with_indent(out, b' ', 4);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.create_element("testsuites").with_attributes(sums).write_inner_content(|xml| {
            let suite = xml.create_element("testsuite").with_attributes(sums).with_attribute(("skipped", &*skipped));
            suite.write_inner_content(|xml| {
                by_file.iter().try_for_each(|(file, findings)| case(xml, file, findings))?;
                run.incomplete.iter().try_for_each(|trouble| skip(xml, trouble))
            })?;
            Ok(())
        })?;
        writeln!(xml.get_mut())
    }
}

type Xml<'o> = Writer<&'o mut dyn Write>;

fn case(xml: &mut Xml<'_>, file: &str, findings: &[&Finding]) -> io::Result<()> {
    let name = escape::line(file);
    let case = xml.create_element("testcase").with_attribute(("name", &*name));
    if findings.is_empty() {
        return case.write_empty().map(drop);
    }
    let lines: Vec<String> = findings.iter().map(|finding| line(finding)).collect();
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    case.write_inner_content(|xml| {
        let failure = xml.create_element("failure").with_attribute(("message", &*rules.join(", ")));
        failure.write_text_content(BytesText::new(&lines.join("\n"))).map(drop)
    })
    .map(drop)
}

fn skip(xml: &mut Xml<'_>, trouble: &Trouble) -> io::Result<()> {
    let name = format!("{} ({})", escape::line(&trouble.host), trouble.cause.word());
    let message = escape::line(&format!("{}; {}", trouble.message, trouble.hint));
    let case = xml.create_element("testcase").with_attribute(("name", &*name));
    let skipped = |xml: &mut Xml<'_>| {
        xml.create_element("skipped").with_attribute(("message", &*message)).write_empty().map(drop)
    };
    case.write_inner_content(skipped).map(drop)
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
