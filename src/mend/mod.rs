//! MEND: chooses fixes that fit together, applies all of a fix's edits or none, and judges again until it is quiet.

mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::Source;

pub use self::write::{Draft, Refusal, Unwritten, write};

/// A fix may make another one possible; more rounds than this mean that two of them undo each other.
pub const MAX_ROUNDS: usize = 10;

/// What fixes have made of the files of a run.
#[derive(Debug, Default)]
pub struct Mended {
    /// The text of each changed file, by its shown name.
    pub drafts: BTreeMap<String, String>,
    /// The same files as they were read.
    pub originals: BTreeMap<String, Arc<Source>>,
    /// How many fixes were applied.
    pub fixes: usize,
}

/// Applies fixes that are at least as safe as `least` and touch no file but those that `may_write` allows, lets
/// `judge` look at the drafts, and goes on so until nothing is left to apply. Gives the last judgement as well.
pub fn until_quiet<J: AsRef<[Finding]>>(
    first: J,
    least: Safety,
    may_write: impl Fn(&str) -> bool,
    mut judge: impl FnMut(&BTreeMap<String, String>) -> J,
) -> (J, Mended) {
    let (mut last, mut mended) = (first, Mended::default());
    for _ in 0..MAX_ROUNDS {
        let chosen = choose(last.as_ref(), least, &may_write);
        if chosen.is_empty() {
            break;
        }
        mended.fixes += chosen.len();
        for (source, text) in apply(&chosen) {
            let name = source.name().to_owned();
            mended.drafts.insert(name.clone(), text);
            mended.originals.entry(name).or_insert(source);
        }
        last = judge(&mended.drafts);
    }
    (last, mended)
}

/// The fixes of one round: a fix that overlaps an earlier one is left for the next.
pub fn choose(findings: &[Finding], least: Safety, may_write: impl Fn(&str) -> bool) -> Vec<&Fix> {
    let mut taken: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let mut chosen = Vec::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        let is_free = |edit: &Edit| {
            let name = edit.place.source.name();
            may_write(name) && taken.get(name).into_iter().flatten().all(|other| !overlap(edit, other))
        };
        if fix.safety < least || fix.edits.is_empty() || !fix.edits.iter().all(is_free) {
            continue;
        }
        for edit in &fix.edits {
            taken.entry(edit.place.source.name()).or_default().push(edit);
        }
        chosen.push(fix);
    }
    chosen
}

/// Each file that fixes which fit together change, and its new text. Bytes outside of the edits stay.
pub fn apply(fixes: &[&Fix]) -> Vec<(Arc<Source>, String)> {
    let mut files: BTreeMap<&str, (&Arc<Source>, Vec<&Edit>)> = BTreeMap::new();
    for edit in fixes.iter().flat_map(|fix| &fix.edits) {
        let source = &edit.place.source;
        files.entry(source.name()).or_insert_with(|| (source, Vec::new())).1.push(edit);
    }
    let splice = |(source, mut edits): (&Arc<Source>, Vec<&Edit>)| {
        edits.sort_by_key(|edit| edit.place.span);
        (Arc::clone(source), splice(source.text(), &edits))
    };
    files.into_values().map(splice).collect()
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
