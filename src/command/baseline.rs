//! `--baseline` and `--write-baseline`: the file, its faults, and what is said about it.

use std::fs;
use std::io;
use std::path::Path;

use super::outputs::unwritable;
use super::{CommandError, Io};
use crate::input::discover;
use crate::mend::{self, Draft, Refusal};
use crate::quiet::{Baseline, Malformed};
use crate::report::{Run, count, escape};

/// Reads the baseline of `--baseline`. In a tree of somebody else it may hide anything: there it is not honoured.
pub(super) fn read(path: Option<&Path>, is_untrusted: bool) -> Result<Option<Baseline>, CommandError> {
    path.filter(|_| !is_untrusted).map(parse).transpose()
}

fn parse(path: &Path) -> Result<Baseline, CommandError> {
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
    let written = match fs::read_to_string(path) {
        Ok(before) => replace(path, &before, &text),
        Err(_) => fs::write(path, &text),
    };
    written.map_err(|error| unwritable(path, &error))?;
    let (mut recorded, _) = baseline.hide(&mut run.findings, [""; 0], |_| false);
    let (new, gone) = (recorded.len(), run.gone);
    let change = match (run.known.len(), gone) {
        (0, 0) => String::new(),
        _ => format!(", {new} of them new; {gone} of the one before are gone"),
    };
    let name = escape::line(&path.to_string_lossy());
    // A word on standard error that cannot be written is no loss.
    let _ = writeln!(io.stderr, "wrote {} to `{name}`{change}", count(baseline.len(), "finding"));
    run.suppressed += new;
    run.known.append(&mut recorded);
    Ok(())
}

/// The old file is whole until the new one is.
fn replace(path: &Path, before: &str, after: &str) -> io::Result<()> {
    let draft = Draft { name: "", path, before, after };
    let refused = mend::write(&[draft], |_| {}).err().and_then(|unwritten| unwritten.refused.into_iter().next());
    match refused {
        None => Ok(()),
        Some((_, Refusal::Failed(error))) => Err(error),
        Some((_, refusal)) => Err(io::Error::other(refusal.to_string())),
    }
}

/// That the baseline is not honoured, or what to do about findings of it that are gone.
pub(super) fn remark(path: Option<&Path>, is_untrusted: bool, run: &Run) -> Option<String> {
    let path = path?;
    if is_untrusted {
        return Some(format!("untrusted, so not honoured: the baseline `{}`", path.display()));
    }
    let gone = (run.gone > 0).then(|| count(run.gone, "finding"))?;
    let verb = if run.gone == 1 { "is" } else { "are" };
    Some(format!("{gone} of the baseline {verb} gone: write it anew with `--write-baseline`"))
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_of_somebody_else_is_not_read_and_a_remark_says_so() {
        let missing = Path::new("no/such/baseline.json");
        assert!(read(Some(missing), false).is_err());
        assert!(read(Some(missing), true).is_ok_and(|baseline| baseline.is_none()));
        let run = Run { gone: 1, ..Run::default() };
        let remark = |is_untrusted| remark(Some(missing), is_untrusted, &run).unwrap();
        assert_eq!(remark(true), "untrusted, so not honoured: the baseline `no/such/baseline.json`");
        assert!(remark(false).starts_with("1 finding of the baseline is gone"));
    }
}
