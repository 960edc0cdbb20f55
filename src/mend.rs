//! MEND: chooses fixes that fit together, applies all of a fix's edits or none, and writes whole files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::Source;

/// The texts that fixes make of their files.
#[derive(Debug, Default)]
pub struct Mended {
    /// Each file that changes, and its new text; in the order of their names.
    pub texts: Vec<(Arc<Source>, String)>,
    /// How many fixes are in them.
    pub fixes: usize,
}

/// Applies the fixes of `findings` that are at least as safe as `least` and that touch no file but those that
/// `may_write` allows. A fix that overlaps an earlier one is left for the next round.
pub fn mend(findings: &[Finding], least: Safety, may_write: impl Fn(&str) -> bool) -> Mended {
    let mut chosen: BTreeMap<&str, (&Arc<Source>, Vec<&Edit>)> = BTreeMap::new();
    let mut mended = Mended::default();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        let is_free = |edit: &Edit| {
            let name = edit.place.source.name();
            let others = chosen.get(name).map(|(_, edits)| edits.as_slice()).unwrap_or_default();
            may_write(name) && others.iter().all(|other| !overlap(edit, other))
        };
        if fix.safety < least || fix.edits.is_empty() || !fix.edits.iter().all(is_free) {
            continue;
        }
        mended.fixes += 1;
        for edit in &fix.edits {
            let source = &edit.place.source;
            chosen.entry(source.name()).or_insert_with(|| (source, Vec::new())).1.push(edit);
        }
    }
    for (source, mut edits) in chosen.into_values() {
        edits.sort_by_key(|edit| edit.place.span);
        mended.texts.push((Arc::clone(source), splice(source.text(), &edits)));
    }
    mended
}

/// Writes `text` over the file at `path`, whole or not at all: beside it first, with its permissions, then in its
/// place. A link stays a link. `before_rename` is called when the new file is whole and the old one still there.
///
/// # Errors
/// When the folder or the file cannot be written; the old file is whole then.
pub fn write(path: &Path, text: &str, before_rename: impl FnOnce()) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".idplint-").tempfile_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().set_permissions(fs::metadata(&target)?.permissions())?;
    beside.as_file().sync_all()?;
    before_rename();
    beside.persist(&target).map(drop).map_err(|error| error.error)
}

/// Applies every fix that fits: a fix that overlaps an earlier one is left out. Bytes outside the edits stay.
pub fn apply<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> String {
    let mut chosen: Vec<&Edit> = Vec::new();
    for fix in fixes {
        let free = |edit: &Edit| chosen.iter().all(|other| !overlap(edit, other));
        if fix.edits.iter().all(free) {
            chosen.extend(&fix.edits);
        }
    }
    chosen.sort_by_key(|edit| edit.place.span);
    splice(text, &chosen)
}

/// Two edits that touch the same bytes, or two insertions at one place.
fn overlap(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.place.span, b.place.span);
    a == b || (a.start < b.end && b.start < a.end)
}

fn splice(text: &str, edits: &[&Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.place.span.range();
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&edit.replacement);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
