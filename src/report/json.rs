//! JSON, version 1: the published contract, apart from our own types.
//!
//! Every member is always there: a list without entries is `[]`; a text that is not known (`help`, `note`, `fix`,
//! `package_version`) is `null`. Texts are exact: dangerous characters are written as `\uXXXX`, never replaced.

use serde::Serialize;
use std::io::{self, Write};

use super::{Report, Run, escape};
use crate::finding::{self, Severity};
use crate::source::{self, Source};

/// The format `json`.
pub(super) struct Json;

impl Report for Json {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let json = serde_json::to_string_pretty(&Document::new(run))?;
        writeln!(out, "{}", escape::json(&json))
    }
}

#[derive(Serialize)]
struct Document<'r> {
    version: u8,
    tool: Tool,
    summary: Summary,
    inputs: Vec<Input<'r>>,
    findings: Vec<Finding<'r>>,
    incomplete: Vec<Incomplete<'r>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    files_checked: usize,
    files_recognised: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    incomplete: usize,
}

#[derive(Serialize)]
struct Input<'r> {
    file: &'r str,
    kind: &'r str,
    package_version: Option<&'r str>,
}

#[derive(Serialize)]
struct Finding<'r> {
    rule: &'r str,
    severity: &'static str,
    confidence: &'static str,
    message: &'r str,
    help: Option<&'r str>,
    note: Option<&'r str>,
    file: &'r str,
    document: usize,
    path: &'r str,
    span: Span,
    labels: Vec<Label<'r>>,
    fix: Option<Fix<'r>>,
    fingerprint: String,
    url: &'r str,
}

#[derive(Serialize)]
struct Span {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Label<'r> {
    file: &'r str,
    span: Span,
    message: &'r str,
}

#[derive(Serialize)]
struct Fix<'r> {
    title: &'r str,
    safety: &'static str,
    edits: Vec<Edit<'r>>,
}

#[derive(Serialize)]
struct Edit<'r> {
    file: &'r str,
    start: u32,
    end: u32,
    replacement: &'r str,
}

#[derive(Serialize)]
struct Incomplete<'r> {
    cause: &'static str,
    host: &'r str,
    message: &'r str,
    hint: &'r str,
}

impl<'r> Document<'r> {
    fn new(run: &'r Run) -> Self {
        Self {
            version: 1,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            summary: Summary {
                files_checked: run.files_checked,
                files_recognised: run.inputs.len(),
                errors: run.count(Severity::Error),
                warnings: run.count(Severity::Warning),
                notes: run.count(Severity::Note),
                suppressed: run.suppressed,
                incomplete: run.incomplete.len(),
            },
            inputs: run.inputs.iter().map(Input::new).collect(),
            findings: run.findings.iter().map(Finding::new).collect(),
            incomplete: run.incomplete.iter().map(Incomplete::new).collect(),
        }
    }
}

impl<'r> Input<'r> {
    fn new(input: &'r super::Input) -> Self {
        Self { file: &input.file, kind: input.kind, package_version: input.package_version.as_deref() }
    }
}

impl<'r> Finding<'r> {
    fn new(finding: &'r finding::Finding) -> Self {
        let source::Place { source, span } = &finding.label.place;
        Self {
            rule: finding.rule,
            severity: finding.severity.word(),
            confidence: finding.confidence.word(),
            message: &finding.message,
            help: Some(finding.help.as_str()).filter(|help| !help.is_empty()),
            note: finding.note.as_deref(),
            file: source.name(),
            document: finding.document,
            path: &finding.path,
            span: Span::new(source, *span),
            labels: finding.related.iter().map(Label::new).collect(),
            fix: finding.fix.as_ref().map(Fix::new),
            fingerprint: finding.fingerprint(),
            url: &finding.url,
        }
    }
}

impl Span {
    fn new(source: &Source, span: source::Span) -> Self {
        Self { start: source.position(span.start).into(), end: source.position(span.end).into() }
    }
}

impl From<source::Position> for Position {
    fn from(source::Position { line, column, offset }: source::Position) -> Self {
        Self { line, column, offset }
    }
}

impl<'r> Label<'r> {
    fn new(finding::Label { place, message }: &'r finding::Label) -> Self {
        Self { file: place.source.name(), span: Span::new(&place.source, place.span), message }
    }
}

impl<'r> Fix<'r> {
    fn new(finding::Fix { title, safety, edits }: &'r finding::Fix) -> Self {
        Self { title, safety: safety.word(), edits: edits.iter().map(Edit::new).collect() }
    }
}

impl<'r> Edit<'r> {
    fn new(finding::Edit { place, replacement }: &'r finding::Edit) -> Self {
        Self { file: place.source.name(), start: place.span.start, end: place.span.end, replacement }
    }
}

impl<'r> Incomplete<'r> {
    fn new(trouble: &'r crate::facts::Trouble) -> Self {
        Self { cause: trouble.cause.word(), host: &trouble.host, message: &trouble.message, hint: &trouble.hint }
    }
}
