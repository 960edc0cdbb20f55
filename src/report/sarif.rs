//! SARIF 2.1.0 (OASIS), as code scanning reads it; columns count characters.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{HOME, Report, Run, escape, uri};
use crate::facts::{Cause, Trouble};
use crate::finding::{Confidence, Edit, Finding, Fix, Label, Severity};
use crate::rules::{RULES, Rule};
use crate::source::{Place, Position};

/// The format `sarif`.
pub(super) struct Sarif;

/// The base of relative URIs: the folder that the run was started in, the checkout in CI.
const ROOT: &str = "%SRCROOT%";

impl Report for Sarif {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": driver() },
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": !run.inputs_failed,
                    "toolExecutionNotifications": run.incomplete.iter().map(notification).collect::<Vec<_>>(),
                }],
                "results": run.findings.iter().map(result).collect::<Vec<_>>(),
            }],
        });
        writeln!(out, "{}", escape::json(&serde_json::to_string_pretty(&log)?))
    }
}

fn driver() -> Value {
    json!({
        "name": "idplint",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": HOME,
        "rules": RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    })
}

fn descriptor(rule: &Rule) -> Value {
    let page = rule.markdown();
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "help": { "text": format!("{}: {}", rule.summary, rule.url()), "markdown": page },
        "helpUri": rule.url(),
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": {
            "precision": if rule.confidence == Confidence::Certain { "very-high" } else { "high" },
            "problem.severity": match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
            "tags": ["identity-provider", "influxdb"],
        },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn notification(trouble: &Trouble) -> Value {
    let is_input = matches!(trouble.cause, Cause::Internal | Cause::Unreadable);
    json!({
        "level": if is_input { "error" } else { "warning" },
        "message": { "text": format!("{}\nhint: {}", trouble.message, trouble.hint) },
        "descriptor": { "id": trouble.cause.word() },
    })
}

fn result(finding: &Finding) -> Value {
    let mut text = finding.message.clone();
    for (label, more) in [("help", Some(&finding.help)), ("note", finding.note.as_ref())] {
        if let Some(more) = more.filter(|more| !more.is_empty()) {
            text.push_str(&format!("\n{label}: {more}"));
        }
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": RULES.iter().position(|rule| rule.id == finding.rule).map_or(json!(-1), |at| json!(at)),
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [{
            "physicalLocation": physical(&finding.label.place),
            "logicalLocations": [{ "fullyQualifiedName": finding.path, "kind": "member" }],
        }],
        "relatedLocations": finding.related.iter().enumerate().map(related).collect::<Vec<_>>(),
        "partialFingerprints": { "idplint/v1": finding.fingerprint() },
        "properties": { "confidence": finding.confidence.word() },
    });
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([written(fix)]);
    }
    result
}

fn physical(place: &Place) -> Value {
    json!({
        "artifactLocation": artifact(place),
        "region": region(place),
    })
}

fn artifact(place: &Place) -> Value {
    let (uri, is_relative) = uri(place.source.name());
    if is_relative { json!({ "uri": uri, "uriBaseId": ROOT }) } else { json!({ "uri": uri }) }
}

fn region(place: &Place) -> Value {
    let (start, end) = super::extent(place);
    between(start, end)
}

fn between(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
    })
}

fn related((id, label): (usize, &Label)) -> Value {
    json!({
        "id": id + 1,
        "physicalLocation": physical(&label.place),
        "message": { "text": label.message },
    })
}

/// A fix, one change per edit: a client applies all or none.
fn written(fix: &Fix) -> Value {
    let change = |edit: &Edit| {
        let Place { source, span } = &edit.place;
        json!({
            "artifactLocation": artifact(&edit.place),
            "replacements": [{
                "deletedRegion": between(source.position(span.start), source.position(span.end)),
                "insertedContent": { "text": edit.replacement },
            }],
        })
    };
    json!({
        "description": { "text": format!("{} ({})", fix.title, fix.safety.word()) },
        "artifactChanges": fix.edits.iter().map(change).collect::<Vec<_>>(),
    })
}
