//! TELL: one run, told in the format that was asked for. Reports decide nothing.

mod concise;
mod diff;
pub mod escape;
mod excerpt;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
mod mask;
mod redact;
mod sarif;
mod verbose;

pub use self::diff::diff;
pub use self::redact::redact;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

pub use verbose::tell;

use crate::facts::{Facts, Trouble};
use crate::finding::{Finding, Severity};
use crate::source::{Place, Position};

/// The repository, for links to the pages of rules.
pub const HOME: &str = "https://github.com/idplint/idplint";

/// One file that was recognised.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its shown name.
    pub file: String,
    /// The word of its shape: `helm-values`, `app-instance`.
    pub kind: &'static str,
    /// The release in force, when something tells it.
    pub package_version: Option<String>,
}

/// Everything that a report may tell.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Files that were looked at.
    pub files_checked: usize,
    /// Files that hold settings of ours, in order of name.
    pub inputs: Vec<Input>,
    /// What is wrong, in order of place.
    pub findings: Vec<Finding>,
    /// Findings that a comment, an entry or the baseline hides.
    pub suppressed: usize,
    /// The project file is at fault: nothing else was judged.
    pub misconfigured: bool,
    /// Those of them that the baseline hides.
    pub known: Vec<Finding>,
    /// Findings of the baseline that are not there any more.
    pub gone: usize,
    /// Some input could not be read or judged: the run did not finish.
    pub inputs_failed: bool,
    /// What could not be finished.
    pub incomplete: Vec<Trouble>,
    /// What no rule could judge, because nobody can know it yet; one sentence each, for `-v`.
    pub unjudged: Vec<String>,
    /// Files that fixes may change, by shown name: where each is, `None` for standard input.
    pub writable: BTreeMap<String, Option<PathBuf>>,
    /// What else to try, should there be no input.
    pub hint: Option<&'static str>,
    /// What the providers said; a record of the run, not a part of its report.
    pub facts: Facts,
    /// What was asked and what was not checked, one sentence each, for the footer.
    pub remarks: Vec<String>,
}

impl Run {
    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

impl AsRef<[Finding]> for Run {
    fn as_ref(&self) -> &[Finding] {
        &self.findings
    }
}

/// A format.
pub trait Report {
    /// Writes the whole report.
    ///
    /// # Errors
    /// Only those of `out`.
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()>;
}

/// A format of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: carets on the value, advice, a footer.
    Human,
    /// One line per finding, for editors and `grep`.
    Concise,
    /// JSON, version 1.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab Code Quality.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// Markdown, for the summary of a job.
    Markdown,
}

impl Format {
    /// Every format, in the order of `--help`.
    pub const ALL: [Self; 8] =
        [Self::Human, Self::Concise, Self::Json, Self::Sarif, Self::Github, Self::Gitlab, Self::Junit, Self::Markdown];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
        }
    }

    /// The format of a word of the command line.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// How the human report looks; the other formats look the same everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Colours and box-drawing characters; plain ASCII drawings otherwise.
    pub color: bool,
    /// Columns to wrap prose at.
    pub width: usize,
    /// Findings only, no footer.
    pub quiet: bool,
}

/// The printer of a format.
pub fn report(format: Format, style: Style) -> Box<dyn Report> {
    match format {
        Format::Human => Box::new(human::Human::new(style)),
        Format::Concise => Box::new(concise::Concise),
        Format::Json => Box::new(json::Json),
        Format::Sarif => Box::new(sarif::Sarif),
        Format::Github => Box::new(github::Github),
        Format::Gitlab => Box::new(gitlab::Gitlab),
        Format::Junit => Box::new(junit::JunitXml),
        Format::Markdown => Box::new(markdown::Markdown),
    }
}

/// Where a place starts and ends for people: line breaks at its end, as a block scalar has them, are no part of it.
fn extent(place: &Place) -> (Position, Position) {
    let body = place.text().trim_end_matches(['\n', '\r']);
    let end = place.span.start.saturating_add(body.len() as u32);
    (place.source.position(place.span.start), place.source.position(end))
}

/// The name of a file as a URI reference (RFC 3986), and whether it is relative.
fn uri(name: &str) -> (String, bool) {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    let path = utf8_percent_encode(name, KEPT).to_string();
    if path.starts_with('/') { (format!("file://{path}"), false) } else { (path, true) }
}

/// `1 error`, `2 errors`.
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
