//! MEND: applies fixes to a text, all of a fix's edits or none of them.

use crate::finding::{Edit, Fix};

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
