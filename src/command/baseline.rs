//! `--baseline` and `--write-baseline`: the file, its faults, and what is said about it.

use std::fs;
use std::io;
use std::path::Path;

use super::outputs::unwritable;
use super::{CommandError, Io};
use crate::input::discover;
use crate::mend::{self, Draft, Refusal, Unwritten};
use crate::quiet::{Baseline, Malformed};
use crate::report::{Run, count, escape};

/// Reads a baseline.
pub(super) fn read(path: &Path) -> Result<Baseline, CommandError> {
    let unusable = |message, help: &str| CommandError::Usage { message, help: help.to_owned() };
    let shown = escape::line(&path.to_string_lossy());
    let source = discover::neighbour(path).ok_or_else(|| {
        unusable(format!("cannot read the baseline `{shown}`"), "`--write-baseline FILE` writes one of this run")
    })?;
    Baseline::read(source.text(), folder(path)).map_err(|Malformed { line, column, reason }| {
        let reason = escape::line(&reason);
        unusable(
            format!("{shown}:{line}:{column}: this is no baseline: {reason}"),
            "write it anew with `--write-baseline FILE`",
        )
    })
}

/// Writes every finding of the run, also those that an older baseline hides, and hides them.
pub(super) fn write(path: &Path, run: &mut Run, io: &mut Io<'_>) -> Result<(), CommandError> {
    let baseline = Baseline::of(run.findings.iter().chain(&run.known), folder(path));
    let text = escape::json(&baseline.to_json());
    write_whole(path, &text).map_err(|error| unwritable(path, &error))?;
    let (new, gone) = (run.findings.len(), run.gone);
    let change = match (run.known.len(), gone) {
        (0, 0) => String::new(),
        _ => format!(", {new} of them new; {gone} of the one before are gone"),
    };
    let name = escape::line(&path.to_string_lossy());
    // A word on standard error that cannot be written is no loss.
    let _ = writeln!(io.stderr, "wrote {} to `{name}`{change}", count(baseline.len(), "finding"));
    run.suppressed += new;
    run.known.append(&mut run.findings);
    Ok(())
}

/// An older baseline stays whole until the new one is.
fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let before = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return fs::write(path, text),
        before => before?,
    };
    let refusal = |unwritten: Unwritten<'_>| match unwritten.refused.into_iter().next() {
        Some((_, Refusal::Failed(error))) => error,
        Some((_, other)) => io::Error::other(other.to_string()),
        None => io::ErrorKind::Other.into(),
    };
    mend::write(&[Draft { name: "", path, before: &before, after: text }], |_| {}).map_err(refusal)
}

/// What to do about findings of a baseline that are gone.
pub(super) fn remark(run: &Run) -> Option<String> {
    let gone = (run.gone > 0).then(|| count(run.gone, "finding"))?;
    let verb = if run.gone == 1 { "is" } else { "are" };
    Some(format!("{gone} of the baseline {verb} gone: write it anew with `--write-baseline`"))
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}
