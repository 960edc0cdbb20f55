//! What a rule says: finding, labels, fix, severity, confidence, fingerprint.

use sha2::{Digest, Sha256};
use std::fmt;

use crate::source::Place;

/// How bad it is. Ordered: `Note < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Hygiene.
    Note,
    /// Likely fails, or is unsafe.
    Warning,
    /// The rollout fails, every login fails, or a secret is exposed.
    Error,
}

impl Severity {
    /// The word of the command line and of every report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// How sure the rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Follows from a published file, a standard or a measurement.
    Certain,
    /// InfluxDB's or the provider's behaviour is not published, or the value may be meant.
    Likely,
}

impl Confidence {
    /// The word of every report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
        }
    }
}

/// Whether a fix keeps the meaning that the writer had in mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// A person should look at it first.
    Unsafe,
    /// The file then means what its writer meant.
    Safe,
}

impl Safety {
    /// The word of every report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// One replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub place: Place,
    /// The new text.
    pub replacement: String,
}

/// A repair: all of its edits, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "write `azure`".
    pub title: String,
    /// Who may apply it.
    pub safety: Safety,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one edit.
    pub fn replace(place: Place, replacement: impl Into<String>, title: impl Into<String>, safety: Safety) -> Self {
        Self { title: title.into(), safety, edits: vec![Edit { place, replacement: replacement.into() }] }
    }
}

/// A place and what is to be seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// A few words: "here".
    pub message: String,
}

/// One thing that is wrong, where, and what to type instead.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Id of the rule that speaks.
    pub rule: &'static str,
    /// Severity in force (the rule's, or the one of `--level`).
    pub severity: Severity,
    /// The rule's confidence.
    pub confidence: Confidence,
    /// One line: the kind of fault and the offending value.
    pub message: String,
    /// The smallest span that shows it.
    pub label: Label,
    /// Other places that belong to it, in any file.
    pub related: Vec<Label>,
    /// What to do.
    pub help: String,
    /// Who says so.
    pub note: Option<String>,
    /// The repair, when one is known.
    pub fix: Option<Fix>,
    /// Index of the document in its file, from 0.
    pub document: usize,
    /// Key path in the file, for people: `admin.users[1].id`.
    pub path: String,
    /// Link to the rule's page.
    pub url: String,
}

impl Finding {
    /// Names this finding across runs: rule, file, document and key path, never a line number.
    ///
    /// Version 1: the first 16 bytes of SHA-256 over these parts, separated by NUL, in hex.
    pub fn fingerprint(&self) -> String {
        self.fingerprint_in(self.label.place.source.name())
    }

    /// The same where the finding's file has another name.
    pub fn fingerprint_in(&self, file: &str) -> String {
        let mut hash = Sha256::new();
        for part in [self.rule, file, &self.document.to_string(), &self.path] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The order of every report: file, place, rule.
    pub fn sort_key(&self) -> (&str, u32, u32, &str, &str) {
        let Place { source, span } = &self.label.place;
        (source.name(), span.start, span.end, self.rule, &self.message)
    }
}
