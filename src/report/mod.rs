//! TELL: one run, told in the format that was asked for. Reports decide nothing.

use std::io::{self, Write};

use crate::facts::Trouble;
use crate::finding::{Finding, Severity};

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
    /// Some input could not be read or judged: the run did not finish.
    pub inputs_failed: bool,
    /// What could not be finished.
    pub incomplete: Vec<Trouble>,
    /// What was asked and what was not checked, one sentence each, for the footer.
    pub remarks: Vec<String>,
}

impl Run {
    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
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

/// STUB
#[derive(Clone, Copy)]
pub enum Format {
    /// h
    Human,
}
impl std::str::FromStr for Format {
    type Err = ();
    fn from_str(_: &str) -> Result<Self, ()> {
        Ok(Self::Human)
    }
}
/// STUB
pub struct Style {
    /// c
    pub color: bool,
    /// w
    pub width: usize,
    /// q
    pub quiet: bool,
    /// v
    pub verbose: bool,
}
struct S;
impl Report for S {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for f in &run.findings {
            let p = f.label.place.source.position(f.label.place.span.start);
            writeln!(
                out,
                "{}:{}:{}: {}[{}] {}\n   label {:?} {:?}\n   help {}\n   fix {:?}",
                f.label.place.source.name(),
                p.line,
                p.column,
                f.severity,
                f.rule,
                f.message,
                f.label.place.text(),
                f.label.message,
                f.help,
                f.fix.as_ref().map(|f| (&f.title, &f.edits[0].replacement))
            )?;
        }
        for r in &run.remarks {
            writeln!(out, "{r}")?;
        }
        for t in &run.incomplete {
            writeln!(out, "{t:?}")?;
        }
        Ok(())
    }
}
/// STUB
pub fn report(_: Format, _: Style) -> Box<dyn Report> {
    Box::new(S)
}
