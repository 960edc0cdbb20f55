//! A patch in unified form, as `git apply` reads it; secrets in its context are hidden like those in excerpts.

use std::io::{self, Write};

use similar::TextDiff;

use super::{escape, mask};

/// Lines around a change.
const CONTEXT: usize = 3;

/// Writes what changes from `before` to `after`; nothing when nothing does.
///
/// # Errors
/// Only those of `out`.
pub fn diff(name: &str, before: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
    let changes = TextDiff::from_lines(before, after);
    let inside = name.trim_start_matches('/');
    let (old, new) = (format!("a/{inside}"), format!("b/{inside}"));
    let patch = changes.unified_diff().context_radius(CONTEXT).header(&old, &new).to_string();
    for line in patch.split_inclusive('\n') {
        let text = line.trim_end_matches(['\r', '\n']);
        write!(out, "{}{}", escape::line(&mask::mask(text)), &line[text.len()..])?;
    }
    Ok(())
}
