//! The baseline: findings that were there on the day it was written, hidden until they change.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Component, Path, PathBuf};

use crate::finding::Finding;

/// The version that is written and read.
const VERSION: u64 = 1;
/// The project file: what is wrong in it tells how this very run was made, so it is never recorded.
const PROJECT: &str = ".idplint.toml";

/// Findings that are known, each by its [`Finding::fingerprint_in`] with the path from the baseline's folder.
#[derive(Clone, Debug)]
pub struct Baseline {
    folder: PathBuf,
    entries: Vec<Entry>,
}

/// Findings that have one fingerprint.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    fingerprint: String,
    rule: String,
    file: String,
    path: String,
    count: NonZeroUsize,
}

/// Why a text is no baseline, and where.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {reason}")]
pub struct Malformed {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong there.
    pub reason: String,
}

/// The part that every version has.
#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

#[derive(Deserialize)]
struct File {
    findings: Vec<Entry>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Baseline {
    /// Reads the text of a baseline that lies in `folder`. Members that nobody knows are skipped.
    ///
    /// # Errors
    /// When it is no JSON, or not what version 1 holds.
    pub fn read(text: &str, folder: &Path) -> Result<Self, Malformed> {
        let fault = |error: serde_json::Error| {
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
            Malformed { line: error.line().max(1), column: error.column().max(1), reason }
        };
        let Versioned { version } = serde_json::from_str(text).map_err(fault)?;
        if version != VERSION {
            let reason = format!("this is version {version}, and idplint reads version {VERSION}");
            return Err(Malformed { line: 1, column: 1, reason });
        }
        let File { findings } = serde_json::from_str(text).map_err(fault)?;
        Ok(Self { folder: canonical(folder), entries: findings })
    }

    /// Knows these findings, for a file in `folder`.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>, folder: &Path) -> Self {
        let folder = canonical(folder);
        let mut known: BTreeMap<String, Entry> = BTreeMap::new();
        let is_recorded = |finding: &&Finding| {
            Path::new(finding.label.place.source.name()).file_name().is_none_or(|name| name != PROJECT)
        };
        for finding in findings.into_iter().filter(is_recorded) {
            let file = name_from(&folder, finding.label.place.source.name());
            let fingerprint = finding.fingerprint_in(&file);
            let add = |entry: &mut Entry| entry.count = entry.count.saturating_add(1);
            known.entry(fingerprint.clone()).and_modify(add).or_insert_with(|| Entry {
                file,
                path: finding.path.clone(),
                rule: finding.rule.to_owned(),
                fingerprint,
                count: NonZeroUsize::MIN,
            });
        }
        let mut entries: Vec<Entry> = known.into_values().collect();
        entries.sort_by(|a, b| (&a.file, &a.path, &a.fingerprint).cmp(&(&b.file, &b.path, &b.fingerprint)));
        Self { folder, entries }
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.entries.iter().map(|entry| entry.count.get()).sum()
    }

    /// True when it knows none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The file's text: one finding a line, so that two branches which add findings merge.
    pub fn to_json(&self) -> String {
        let tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
        let json = |value: serde_json::Result<String>| value.unwrap_or_default();
        let line = |entry| format!("\n    {}", json(serde_json::to_string(entry)));
        let lines: Vec<String> = self.entries.iter().map(line).collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        let tool = json(serde_json::to_string(&tool));
        format!("{{\n  \"version\": {VERSION},\n  \"tool\": {tool},\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))
    }

    /// Takes out what it knows: of findings with one fingerprint the first ones, as many as were counted. Gives them,
    /// and how many it knows that are gone from `files`, as far as a rule of that name `has_run`.
    pub fn hide(
        &self,
        findings: &mut Vec<Finding>,
        files: impl IntoIterator<Item = impl AsRef<str>>,
        has_run: impl Fn(&str) -> bool,
    ) -> (Vec<Finding>, usize) {
        let files: BTreeMap<String, String> = files
            .into_iter()
            .map(|shown| (shown.as_ref().to_owned(), name_from(&self.folder, shown.as_ref())))
            .collect();
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.entries {
            // Two branches that recorded one finding leave two lines for it.
            let count = left.entry(&entry.fingerprint).or_default();
            *count = entry.count.get().max(*count);
        }
        let known = findings.extract_if(.., |finding| {
            let shown = finding.label.place.source.name();
            let fingerprint = match files.get(shown) {
                Some(file) => finding.fingerprint_in(file),
                None => finding.fingerprint_in(&name_from(&self.folder, shown)),
            };
            let count = left.get_mut(&*fingerprint).filter(|count| **count > 0);
            count.map(|count| *count -= 1).is_some()
        });
        let known = known.collect();
        let checked: BTreeSet<&String> = files.values().collect();
        let judged = self.entries.iter().filter(|entry| has_run(&entry.rule) && checked.contains(&entry.file));
        let gone = judged.filter_map(|entry| left.remove(&*entry.fingerprint)).sum();
        (known, gone)
    }
}

/// The name of a file in fingerprints: its path from `folder`; what is no file, such as standard input, as it is shown.
fn name_from(folder: &Path, shown: &str) -> String {
    let Ok(path) = fs::canonicalize(shown) else { return shown.to_owned() };
    let shared = path.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    let parts = up.chain(path.components().skip(shared)).map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.collect::<Vec<_>>().join("/")
}

/// The folder without links; as it is where it is none.
fn canonical(folder: &Path) -> PathBuf {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    fs::canonicalize(here).unwrap_or_else(|_| folder.to_owned())
}
