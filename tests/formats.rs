//! What each format promises to those who read it: schemas, limits, several in one run; and what no text of others
//! can do in any of them, through the real command line.

mod runs;
mod support;

use idplint::finding::Severity;
use idplint::report::{Format, Run, Style, report};
use idplint::source::Source;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use support::idplint;

fn told(run: &Run, format: Format) -> String {
    let mut out = Vec::new();
    report(format, Style { color: false, width: 100, quiet: false }).write(run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Validates by the schema of Jenkins' xUnit plugin, the strictest in use (`junit-10.xsd`, MIT, as the source
/// distribution of pytest 8.3.5 has it). `IDPLINT_LINTERS=1` insists on xmllint.
fn assert_valid_junit(xml: &str) {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/schemas/junit-10.xsd");
    let mut command = Command::new("xmllint");
    command.args(["--nonet", "--noout", "--schema", schema, "-"]).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut xmllint = match command.spawn() {
        Err(_) if std::env::var_os("IDPLINT_LINTERS").is_none() => {
            return eprintln!("not validated: there is no xmllint on the PATH");
        }
        started => started.unwrap(),
    };
    xmllint.stdin.take().unwrap().write_all(xml.as_bytes()).unwrap();
    let output = xmllint.wait_with_output().unwrap();
    assert!(output.status.success(), "{}{xml}", String::from_utf8_lossy(&output.stderr));
}

/// How many elements of this name there are.
fn elements(xml: &str, name: &str) -> usize {
    let mut reader = Reader::from_str(xml);
    let events = std::iter::from_fn(|| Some(reader.read_event().unwrap()).filter(|event| *event != Event::Eof));
    let is_named = |event: &Event<'_>| match event {
        Event::Start(element) | Event::Empty(element) => element.name().as_ref() == name.as_bytes(),
        _ => false,
    };
    events.filter(is_named).count()
}

#[test]
fn junit_keeps_to_the_schema_of_jenkins() {
    for run in [runs::troubled(), runs::clean(), runs::hostile(), Run::default()] {
        let xml = told(&run, Format::Junit);
        assert_valid_junit(&xml);
        let [cases, failures, skipped] = ["testcase", "failure", "skipped"].map(|name| elements(&xml, name));
        assert_eq!(skipped, run.incomplete.len());
        let sums = format!("tests=\"{cases}\" failures=\"{failures}\" errors=\"0\"");
        assert_eq!(xml.matches(&sums).count(), 2, "{xml}");
        // XML 1.0 section 2.2: what no document may hold, escaped or not.
        let is_char = |c: char| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(xml.chars().all(is_char), "{xml:?}");
    }
    let source = Source::new("a\u{fffe}\u{ffff}.yaml", "x: \u{fffe}\n");
    let run = Run { findings: vec![runs::note_on(&source, source.line_span(1).unwrap())], ..Run::default() };
    assert_valid_junit(&told(&run, Format::Junit));
    assert!(!told(&run, Format::Junit).contains(['\u{fffe}', '\u{ffff}']));
}

/// Eleven errors, ten warnings, thirty notes in one file, the notes first.
fn many() -> Run {
    let source = Source::new("many.yaml", "key: value\n".repeat(51));
    let mut findings: Vec<_> = (1..=51).map(|n| runs::note_on(&source, source.line_span(n).unwrap())).collect();
    for (at, finding) in findings.iter_mut().enumerate() {
        finding.severity = match at {
            0..30 => Severity::Note,
            30..40 => Severity::Warning,
            _ => Severity::Error,
        };
    }
    Run { findings, incomplete: runs::troubled().incomplete, ..Run::default() }
}

#[test]
fn of_more_than_ten_annotations_the_tenth_counts_the_rest() {
    let run = many();
    let told = told(&run, Format::Github);
    let lines: Vec<&str> = told.lines().collect();
    let of = |command: &str| lines.iter().filter(|line| line.starts_with(&format!("::{command} "))).count();
    // One of the warnings is about a file that could not be read.
    assert_eq!([of("error"), of("warning"), of("notice")], [10, 10, 10], "{told}");
    assert!(lines[0].contains("line=41,") && lines[8].contains("line=49,"), "errors come first: {told}");
    for more in ["2 more errors", "2 more warnings", "22 more notices"] {
        let summary = format!(" title=idplint::{more}: the log of this step lists them");
        assert_eq!(told.matches(&summary).count(), 1, "{more}: {told}");
    }
    let listed: Vec<&&str> = lines.iter().filter(|line| !line.starts_with("::")).collect();
    assert_eq!(listed.len(), 2 + 2 + 22, "{told}");
    assert!(listed.contains(&&"many.yaml:51:1: error[placeholder-left] a placeholder is left"), "{told}");
}

#[test]
fn markdown_stays_below_the_limit_of_a_job_summary() {
    let mut run = many();
    run.findings = run.findings.iter().flat_map(|finding| vec![finding.clone(); 400]).collect();
    let text = "x".repeat(200);
    for finding in &mut run.findings {
        finding.help.clone_from(&text);
    }
    run.incomplete = runs::troubled().incomplete.iter().flat_map(|trouble| vec![trouble.clone(); 5000]).collect();
    run.remarks = vec![text.clone(); 5000];
    run.inputs = runs::troubled().inputs.iter().flat_map(|input| vec![input.clone(); 50_000]).collect();
    let markdown = told(&run, Format::Markdown);
    assert!(markdown.len() < 1 << 20, "{}", markdown.len());
    let rows = markdown.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| |")).count();
    let rest =
        format!("{} more findings: the report is cut, `--format json` holds them all", run.findings.len() - rows);
    assert!(markdown.contains(&rest), "{rows} rows");
    assert!(markdown.lines().nth(4).unwrap().starts_with("| error |"), "the worst first");
    assert!(markdown.trim_end().ends_with(" more"), "{}", &markdown[markdown.len() - 100..]);
    let few = told(&runs::troubled(), Format::Markdown);
    assert!(!few.contains("cut") && few.lines().nth(4).unwrap().starts_with("| note |"), "{few}");
}

const VALUES: &str = "testdata/example/values.yaml";

#[test]
fn several_formats_in_one_run_are_those_of_single_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = |format: Format| folder.path().join(format.word()).to_string_lossy().into_owned();
    let flags: Vec<String> =
        Format::ALL.iter().map(|format| format!("--format={}={}", format.word(), file(*format))).collect();
    let mut args = vec!["--offline", VALUES];
    args.extend(flags.iter().map(String::as_str));
    let ran = idplint(&args, "");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (1, "", ""));
    for format in Format::ALL {
        let single = idplint(&["--offline", VALUES, "--format", format.word()], "");
        assert_eq!(single.code, 1);
        assert_eq!(fs::read_to_string(file(format)).unwrap(), single.stdout, "{format:?}");
    }
}

#[test]
fn a_report_that_cannot_be_written_does_not_cost_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let ran = idplint(
        &[
            "--offline",
            VALUES,
            &format!("--format=json={}", path("none/a.json")),
            &format!("--format=sarif={}", path("none/b.sarif")),
            &format!("--format=junit={}", path("c.xml")),
            "--format=concise",
        ],
        "",
    );
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("none/a.json`: ") && ran.stderr.contains("none/b.sarif`: "), "{}", ran.stderr);
    assert!(ran.stdout.contains("user-id-is-email"), "{}", ran.stdout);
    assert_valid_junit(&fs::read_to_string(path("c.xml")).unwrap());
}

#[test]
fn no_report_is_written_over_an_input_or_another_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let text = fs::read_to_string(VALUES).unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(path("values.yaml"), &text).unwrap();
    let (values, whole) = (path("values.yaml"), folder.path().to_string_lossy().into_owned());
    let (json, sarif) = (format!("--format=json={values}"), format!("--format=sarif={}", path("sub/../values.yaml")));
    let (twice, again) = (format!("--format=json={}", path("a")), format!("--format=sarif={}", path("sub/../a")));
    let baseline = path("a");
    for (args, by) in [
        (vec![&*values, &*json], "an input"),
        (vec![&*values, &*sarif], "an input"),
        (vec!["--values", &values, &*json], "an input"),
        (vec![&*whole, &*json], "an input"),
        (vec![&*values, &*twice, &*again], "another report"),
        (vec![&*values, &*twice, "--write-baseline", &baseline], "the baseline"),
    ] {
        let ran = idplint(&[&["--offline"], &args[..]].concat(), "");
        assert!(ran.code == 2 && ran.stderr.contains(&format!("which is {by}")), "{args:?}: {ran:?}");
        assert_eq!(fs::read_to_string(&values).unwrap(), text, "{args:?}");
        assert!(!folder.path().join("a").exists(), "{args:?}");
    }
    // A report of yesterday is no input, though a walk meets it.
    let report = format!("--format=json={}", path("report.json"));
    for _ in 0..2 {
        assert_eq!(idplint(&["--offline", &whole, &report], "").code, 1);
    }
}

/// Every text that was ever used to say more than text.
const HOSTILE: [&str; 14] = [
    "%0A%0D::error::pwned",
    "::error file=a,line=1::pwned",
    "##[error]pwned",
    "##vso[task.setvariable variable=a]pwned",
    "##teamcity[message text='pwned']",
    "\u{1b}[31mpwned\u{1b}]0;t\u{7}",
    "\u{9b}31mpwned",
    "\u{202e}pwned\u{2066}",
    "a\u{2028}::error::pwned\u{2029}",
    "]]><script>pwned</script><!--",
    "[pwned](javascript:alert) ![pwned](https://evil.example/x.png) <https://evil.example>",
    "| pwned | pwned |\n|---|---|",
    "`pwned` ``` # pwned @pwned $pwned$ ~~pwned~~ **pwned** <img src=x onerror=pwned>",
    "pwned\r\n::error::pwned\n## pwned",
];

/// Files that hold the text wherever a message may quote it.
fn hostile_project(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    // JSON's escapes are YAML's.
    let quoted = serde_json::to_string(text).unwrap();
    let quoted = quoted.chars().fold(String::new(), |all, c| match c {
        '\u{80}'..='\u{9f}' => all + &format!("\\u{:04x}", c as u32),
        c => all + &c.to_string(),
    });
    let bare: String = text.chars().filter(|c| !c.is_control() && !"\u{2028}\u{2029}".contains(*c)).collect();
    fs::write(
        folder.path().join("values.yaml"),
        format!(
            "# idplint: ignore[{bare}] {bare}\nadmin:\n  identityProvider: {quoted}\n  jwksEndpoint: {quoted}\n  \
             {quoted}: 1\n  users:\n    - id: {quoted}\n      email: {quoted}\n      {quoted}: 1\n    - {quoted}\n    \
             - id: {quoted}\n  dsn:\n    value: {quoted}\ncatalog:\n  dsn: {{SecretName: {quoted}, {quoted}: a}}\n\
             admim:\n  jwksEndpoint: https://{quoted}\n"
        ),
    )
    .unwrap();
    fs::write(
        folder.path().join("config.toml"),
        format!(
            "[[profile]]\nname = {quoted}\nproduct = {quoted}\nhost = {quoted}\nport = {quoted}\n{quoted} = 1\n\
             [profile.auth.oauth2]\nclient_id = {quoted}\ndevice_url = {quoted}\ntoken_url = {quoted}\n"
        )
        .replace("\\/", "/"),
    )
    .unwrap();
    fs::write(folder.path().join("a.sh"), format!("influxctl management create --description {quoted} > {quoted}\n"))
        .unwrap();
    fs::write(folder.path().join("broken.yaml"), format!("admin:\n  jwksEndpoint: {quoted}\n  users: [{quoted}: {{\n"))
        .unwrap();
    // A file name holds anything but `/` and NUL.
    let name = text.replace('/', "_");
    let written = fs::write(folder.path().join(format!("{name}.yaml")), "admin: {jwksEndpoint: x, users: []}\n");
    assert!(cfg!(windows) || written.is_ok(), "{written:?}");
    folder
}

fn is_harmful(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A line that a runner takes for a command: GitHub's two kinds, Azure's, TeamCity's.
fn is_command(line: &str) -> bool {
    let is_v2 = line.trim_start().strip_prefix("::").is_some_and(|rest| rest.contains("::"));
    is_v2 || line.contains("##[") || line.contains("##vso[") || line.contains("##teamcity[")
}

/// The report without the rules' own pages, which SARIF quotes.
fn without_pages(format: Format, told: String) -> String {
    if format != Format::Sarif {
        return told;
    }
    let start = told.find("\"rules\": [").unwrap();
    let end = told.find("\"columnKind\"").unwrap();
    format!("{}{}", &told[..start], &told[end..])
}

#[test]
fn no_text_of_others_commands_anybody() {
    for text in HOSTILE {
        let folder = hostile_project(text);
        let path = folder.path().to_string_lossy().into_owned();
        let run = |more: &[&str]| {
            let ran = idplint(&[&["--offline", "--isolated", &*path], more].concat(), "");
            assert!(ran.code == 1 || ran.code == 3, "{text:?} {ran:?}");
            ran
        };
        for format in Format::ALL {
            for more in [&["-v"][..], &["-v", "--redact"]] {
                let ran = run(&[&["--format", format.word()], more].concat());
                let stdout = without_pages(format, ran.stdout);
                let at = format!("{text:?} in {format:?} {more:?}");
                assert_harmless(&stdout, format == Format::Github, &at);
                assert_harmless(&ran.stderr, false, &at);
                assert_readable(format, &stdout, text);
            }
        }
        let patch = run(&["--diff", "--unsafe-fixes"]);
        assert_harmless(&patch.stdout, false, text);
        assert_harmless(&patch.stderr, false, text);
    }
}

fn assert_harmless(told: &str, has_commands: bool, at: &str) {
    for line in told.lines() {
        let bad = line.chars().find(|c| is_harmful(*c));
        assert!(bad.is_none(), "{at}: {bad:?} in {line:?}");
        let is_annotation = ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start));
        assert!((has_commands && is_annotation) || !is_command(line), "{at}: {line:?}");
    }
}

/// What a reader of the format sees holds no markup of others.
fn assert_readable(format: Format, told: &str, text: &str) {
    match format {
        Format::Junit => assert_valid_junit(told),
        Format::Json | Format::Gitlab => drop(serde_json::from_str::<Value>(told).unwrap()),
        Format::Markdown => {
            for markup in ["<script", "<img", "](javascript", "![", "](https://evil", "<https", "~~", "**", "`pwned"] {
                assert!(!told.contains(markup), "{markup} of {text:?}: {told}");
            }
            assert!(!told.contains("https://evil") && !told.contains("$pwned$") && !told.contains("@pwned"), "{told}");
            let rows: Vec<&str> = told.lines().filter(|line| line.starts_with('|')).collect();
            assert!(rows.iter().all(|row| row.matches('|').count() == 5), "{told}");
            assert_eq!(told.lines().filter(|line| line.starts_with("## ")).count(), 1, "{told}");
        }
        _ => {}
    }
}
