//! One run, told in every format: `testdata/golden/`; `BLESS=1` writes the files anew.

mod runs;

use idplint::report::{Format, Run, Style, report, tell};
use idplint::source::{Source, Span};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const PLAIN: Style = Style { color: false, width: 100, quiet: false };

fn told(run: &Run, format: Format, style: Style) -> String {
    let mut out = Vec::new();
    report(format, style).write(run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compares with the golden file, or writes it when `BLESS=1`. Our version must not age the file.
fn compare(name: &str, told: &str) {
    let told = told.replace(concat!("\"version\": \"", env!("CARGO_PKG_VERSION")), "\"version\": \"0.0.0");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/golden").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &told).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == told, "{name} differs; BLESS=1 accepts it\n--- golden\n{golden}\n--- told\n{told}");
}

/// SARIF lists every rule with its page: they have goldens of their own.
fn without_rules(format: Format, told: String) -> String {
    if format != Format::Sarif {
        return told;
    }
    let mut log: Value = serde_json::from_str(&told).unwrap();
    let driver = &mut log["runs"][0]["tool"]["driver"];
    assert_eq!(driver["rules"].as_array().unwrap().len(), idplint::rules::RULES.len());
    driver["rules"] = Value::Array(Vec::new());
    for result in log["runs"][0]["results"].as_array_mut().unwrap() {
        result["ruleIndex"] = Value::Null;
    }
    serde_json::to_string_pretty(&log).unwrap() + "\n"
}

#[test]
fn sarif_is_valid_by_the_schema_of_oasis() {
    // One pattern of the published schema ends in a stray bracket, which stricter engines refuse.
    let schema = include_str!("../testdata/schemas/sarif-2.1.0.json").replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}\\\\]?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::options().offline().build(&schema).unwrap();
    for run in [runs::troubled(), runs::clean(), runs::hostile(), Run::default()] {
        let log: Value = serde_json::from_str(&told(&run, Format::Sarif, PLAIN)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        for (finding, result) in run.findings.iter().zip(log["runs"][0]["results"].as_array().unwrap()) {
            assert_eq!(result["partialFingerprints"]["idplint/v1"], finding.fingerprint());
            assert!(
                !result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().contains(' ')
            );
        }
    }
}

/// The fields that GitLab documents, each of its type.
#[test]
fn gitlab_has_its_documented_fields() {
    let run = runs::troubled();
    let issues: Value = serde_json::from_str(&told(&run, Format::Gitlab, PLAIN)).unwrap();
    let issues = issues.as_array().unwrap();
    assert_eq!(issues.len(), run.findings.len());
    for issue in issues {
        assert_eq!(members(issue), ["description", "check_name", "fingerprint", "severity", "location"]);
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
        assert!(issue["location"]["lines"]["begin"].as_u64() >= Some(1));
        assert!(!issue["location"]["path"].as_str().unwrap().starts_with("./"));
    }
}

#[test]
fn no_text_of_others_is_markup_in_markdown_or_xml() {
    let run = runs::hostile();
    let markdown = told(&run, Format::Markdown, PLAIN);
    for markup in ["<script", "<img", "](http", "](javascript", "&lt;img"] {
        assert!(!markdown.contains(markup) || markup == "](http", "{markup}: {markdown}");
    }
    assert_eq!(markdown.lines().filter(|line| line.starts_with("| ")).count(), 1 + run.findings.len(), "{markdown}");
    let xml = told(&run, Format::Junit, PLAIN);
    assert!(!xml.contains("<script") && xml.matches("<testcase").count() >= run.findings.len().min(1), "{xml}");
}

#[test]
fn every_format_tells_the_run() {
    let run = runs::troubled();
    for format in Format::ALL {
        compare(&format!("troubled.{}", format.word()), &without_rules(format, told(&run, format, PLAIN)));
    }
    compare("troubled.human-color", &told(&run, Format::Human, Style { color: true, ..PLAIN }));
    let mut verbose = Vec::new();
    tell(&run, &mut verbose).unwrap();
    compare("troubled.verbose", &String::from_utf8(verbose).unwrap());
}

#[test]
fn every_format_tells_a_clean_run() {
    for format in Format::ALL {
        compare(&format!("clean.{}", format.word()), &without_rules(format, told(&runs::clean(), format, PLAIN)));
    }
    compare(
        "nothing.human",
        &told(&Run { files_checked: 2, hint: Some("name a file"), ..Run::default() }, Format::Human, PLAIN),
    );
}

#[test]
fn quiet_tells_findings_only() {
    let quiet = Style { quiet: true, ..PLAIN };
    assert_eq!(told(&runs::clean(), Format::Human, quiet), "");
    let text = told(&runs::troubled(), Format::Human, quiet);
    assert!(text.contains("error[") && !text.contains("recognised") && !text.contains("incomplete["), "{text}");
}

#[test]
fn words_of_the_command_line_name_formats() {
    for format in Format::ALL {
        assert_eq!(Format::parse(format.word()), Some(format));
    }
    assert_eq!(Format::parse("xml"), None);
    assert_eq!(Format::parse("Human"), None);
}

/// The members of a JSON object, in their order.
fn members(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn json_has_exactly_the_members_of_version_1() {
    let json: Value = serde_json::from_str(&told(&runs::troubled(), Format::Json, PLAIN)).unwrap();
    assert_eq!(members(&json), ["version", "tool", "summary", "inputs", "findings", "incomplete"]);
    assert_eq!(json["version"], 1);
    assert_eq!(members(&json["tool"]), ["name", "version"]);
    let summary = ["files_checked", "files_recognised", "errors", "warnings", "notes", "suppressed", "incomplete"];
    assert_eq!(members(&json["summary"]), summary);
    for input in json["inputs"].as_array().unwrap() {
        assert_eq!(members(input), ["file", "kind", "package_version"]);
    }
    for finding in json["findings"].as_array().unwrap() {
        assert_eq!(
            members(finding),
            [
                "rule",
                "severity",
                "confidence",
                "message",
                "help",
                "note",
                "file",
                "document",
                "path",
                "span",
                "labels",
                "fix",
                "fingerprint",
                "url"
            ]
        );
        let labels = finding["labels"].as_array().unwrap();
        for label in labels {
            assert_eq!(members(label), ["file", "span", "message"]);
        }
        for span in labels.iter().chain([finding]).map(|holder| &holder["span"]) {
            assert_eq!(members(span), ["start", "end"]);
            assert_eq!(members(&span["start"]), ["line", "column", "offset"]);
            assert!(span["start"]["line"].as_u64() >= Some(1) && span["start"]["column"].as_u64() >= Some(1));
        }
        if !finding["fix"].is_null() {
            assert_eq!(members(&finding["fix"]), ["title", "safety", "edits"]);
            assert_eq!(members(&finding["fix"]["edits"][0]), ["file", "start", "end", "replacement"]);
        }
    }
    for trouble in json["incomplete"].as_array().unwrap() {
        assert_eq!(members(trouble), ["cause", "host", "message", "hint"]);
    }
}

#[test]
fn json_keeps_every_text_exact() {
    let run = runs::hostile();
    let json: Value = serde_json::from_str(&told(&run, Format::Json, PLAIN)).unwrap();
    assert_eq!(json["findings"][0]["message"], run.findings[0].message);
    assert_eq!(json["findings"][0]["file"], run.findings[0].label.place.source.name());
    assert_eq!(json["incomplete"][0]["message"], run.incomplete[0].message);
}

#[test]
fn a_clean_json_has_all_its_lists() {
    let json: Value = serde_json::from_str(&told(&Run::default(), Format::Json, PLAIN)).unwrap();
    for list in ["inputs", "findings", "incomplete"] {
        assert_eq!(json[list], Value::Array(Vec::new()));
    }
}

/// A workflow command as the runner reads it: actions/runner `ActionCommand.TryParseV2`.
#[derive(Debug, PartialEq)]
struct Command {
    name: String,
    properties: BTreeMap<String, String>,
    data: String,
}

fn parse(line: &str) -> Option<Command> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let pairs = properties.split(',').filter_map(|pair| pair.split_once('='));
    let properties = pairs.map(|(key, value)| (key.trim().to_owned(), unescape(value, true))).collect();
    Some(Command { name: name.to_owned(), properties, data: unescape(data, false) })
}

fn unescape(text: &str, property: bool) -> String {
    let text = text.replace("%0D", "\r").replace("%0A", "\n");
    let text = if property { text.replace("%3A", ":").replace("%2C", ",") } else { text };
    text.replace("%25", "%")
}

#[test]
fn the_runner_reads_every_annotation_back() {
    let run = runs::troubled();
    let told = told(&run, Format::Github, PLAIN);
    let commands: Vec<Command> = told.lines().map(|line| parse(line).unwrap()).collect();
    assert_eq!(commands.len(), run.findings.len() + run.incomplete.len());
    let names: Vec<&str> = commands.iter().map(|command| command.name.as_str()).collect();
    assert_eq!(names, ["error", "error", "warning", "notice", "notice", "warning"]);
    for finding in &run.findings {
        let place = &finding.label.place;
        let end = place.span.start + place.text().trim_end().len() as u32;
        let (start, end) = (place.source.position(place.span.start), place.source.position(end));
        let title = format!("idplint ({})", finding.rule);
        let command = commands.iter().find(|command| command.properties["title"] == title).unwrap();
        assert_eq!(command.data, format!("{}\nhelp: {}", finding.message, finding.help));
        assert_eq!(command.properties["file"], place.source.name());
        assert_eq!(command.properties["line"], start.line.to_string());
        assert_eq!(command.properties["endLine"], end.line.to_string());
        let one_line = start.line == end.line;
        let column = |n: usize| one_line.then(|| n.to_string());
        assert_eq!(command.properties.get("col").cloned(), column(start.column), "{command:?}");
        assert_eq!(command.properties.get("endColumn").cloned(), column(end.column), "{command:?}");
    }
    for command in &commands[run.findings.len()..] {
        assert!(!command.properties.contains_key("file"), "{command:?}");
    }
}

/// What no output may hold: controls (`\n` aside), bidirectional and invisible characters, runner commands.
fn assert_harmless(told: &str, format: Format) {
    for (number, line) in told.lines().enumerate() {
        for c in line.chars() {
            let bad = c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!bad, "{format:?} line {number}: {c:?} in {line:?}");
        }
        assert!(!line.contains("##["), "{format:?}: {line}");
        let command = parse(line).map(|command| command.name);
        let expected = format == Format::Github;
        assert_eq!(command.is_some(), expected, "{format:?}: {line}");
        if let Some(name) = command {
            assert!(["error", "warning", "notice"].contains(&name.as_str()), "{line}");
        }
    }
}

#[test]
fn a_hostile_run_commands_nobody() {
    let run = runs::hostile();
    for format in Format::ALL {
        let told = told(&run, format, PLAIN);
        assert!(!told.is_empty());
        assert_harmless(&told, format);
    }
    let mut verbose = Vec::new();
    tell(&run, &mut verbose).unwrap();
    assert_harmless(&String::from_utf8(verbose).unwrap(), Format::Human);
    let colored = told(&run, Format::Human, Style { color: true, ..PLAIN });
    for own in ["\u{1b}[31mred", "\u{1b}[2J", "\u{1b}]", "\u{9b}", "\u{202e}"] {
        assert!(!colored.contains(own), "{own:?} in {colored}");
    }
    let annotations = told(&run, Format::Github, PLAIN);
    assert_eq!(annotations.lines().count(), run.findings.len() + run.incomplete.len());
    let command = parse(annotations.lines().next().unwrap()).unwrap();
    assert_eq!(command.properties.len(), 6, "{command:?}");
    assert_eq!(command.properties["file"], ":�error file=x,line=1::␛]0;t␇␊values.yaml");
    assert!(command.data.starts_with("100 %0A, %, "), "{command:?}");
}

proptest! {
    #[test]
    fn any_text_with_any_labels_is_told_harmlessly(
        text in "([a-zü東 \t\r\n:#\u{1b}\u{202e}]|##\\[|\n::a|token: ){0,60}",
        spans in proptest::collection::vec((0u32..200, 0u32..60), 1..5),
        width in 0usize..300,
    ) {
        let source = Source::new("any", text);
        let mut findings = spans.iter().map(|&(start, length)| {
            runs::note_on(&source, Span { start, end: start + length })
        });
        let mut first = findings.next().unwrap();
        first.related = findings.map(|finding| finding.label).collect();
        let run = Run { findings: vec![first], ..Run::default() };
        for format in Format::ALL {
            assert_harmless(&told(&run, format, Style { width, ..PLAIN }), format);
        }
        let human = told(&run, Format::Human, Style { width, ..PLAIN });
        assert_eq!(human.matches("here").count(), spans.len());
    }
}

#[test]
fn secrets_on_drawn_lines_are_masked() {
    let (run, secret) = runs::beside_a_secret();
    for format in Format::ALL {
        let told = told(&run, format, PLAIN);
        assert!(!told.contains(secret), "{told}");
    }
    assert!(told(&run, Format::Human, PLAIN).contains("client_secret = \"*"));
}

#[test]
fn many_findings_are_cut_to_the_worst_fifty() {
    let text = "key: value # some more text, so that all lines are of ordinary length for a YAML file\n".repeat(2000);
    let source = Source::new("many.yaml", text);
    let mut findings: Vec<_> = (1..=2000).map(|n| runs::note_on(&source, source.line_span(n).unwrap())).collect();
    findings[1999].severity = idplint::finding::Severity::Error;
    let run = Run { findings, ..Run::default() };
    let human = told(&run, Format::Human, PLAIN);
    assert_eq!(human.matches(",-[").count(), 50);
    assert!(human.contains("many.yaml:2000:1"), "the error is among the fifty");
    assert!(human.contains("1950 more findings in many.yaml"), "{human}");
    assert_eq!(told(&run, Format::Concise, PLAIN).lines().count(), 2000);
}

#[test]
fn a_span_of_many_lines_shows_its_beginning() {
    let source = Source::new("long.yaml", "- a\n".repeat(100));
    let run = Run { findings: vec![runs::note_on(&source, Span::new(4, 400))], ..Run::default() };
    let human = told(&run, Format::Human, PLAIN);
    assert_eq!(human.matches("- a").count(), 8, "{human}");
    assert!(human.contains("long.yaml:2:1") && human.contains("here"), "{human}");
}

#[test]
fn a_line_without_end_is_shown_around_its_label() {
    let source = Source::new("one.json", format!("{{\"a\": \"{}ü!{}\"}}", "x".repeat(100_000), "y".repeat(100_000)));
    let span = runs::at(&source, "ü!").span;
    let run = Run { findings: vec![runs::note_on(&source, span)], ..Run::default() };
    let human = told(&run, Format::Human, PLAIN);
    assert!(human.len() < 2000, "{}", human.len());
    assert!(human.contains("one.json:1:100008"), "{human}");
    let lines: Vec<&str> = human.lines().collect();
    let drawn = lines.iter().position(|line| line.contains("ü!")).unwrap();
    let column = |line: &str, what: &str| line[..line.find(what).unwrap()].chars().count();
    assert_eq!(column(lines[drawn], "ü!"), column(lines[drawn + 1], "^^"), "{human}");
}
