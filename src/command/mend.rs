//! `--fix` and `--diff`: fixes are applied and the result is judged again, until nothing more can be mended.

use super::{CommandError, Io};
use crate::cli::Check;
use crate::engine::{Network, Options};
use crate::finding::Safety;
use crate::input::discover::words;
use crate::mend::{self, Draft, Refusal, Unwritten, until_quiet};
use crate::report::{Run, diff, escape};

/// What fixes made of the files of a run.
pub(super) struct Mended {
    mended: mend::Mended,
    /// How many more fixes `--unsafe-fixes` would apply.
    held_back: usize,
}

/// Mends what `run` found, and gives the run of the mended texts, judged by the facts of the first one: a fix that a
/// provider told is one of this very run.
pub(super) fn mend(
    args: &Check,
    options: &mut Options,
    run: Run,
    mut check: impl FnMut(&Options) -> Run,
) -> (Run, Mended) {
    let least = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    if !matches!(options.network, Network::Off) {
        options.network = Network::Replay(Box::new(run.facts.clone()));
    }
    let writable = run.writable.clone();
    let again = |drafts: &_| {
        options.drafts.clone_from(drafts);
        check(options)
    };
    let (run, mended) = until_quiet(run, least, |name| writable.contains_key(name), again);
    let left = run.findings.iter().filter_map(|finding| finding.fix.as_ref());
    let held_back = left.filter(|fix| fix.safety < least).count();
    (run, Mended { mended, held_back })
}

impl Mended {
    /// Each changed file: its shown name, what it was and what it became.
    fn changed(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let originals = self.mended.originals.iter();
        originals
            .zip(self.mended.drafts.values())
            .map(|((name, source), after)| (name.as_str(), source.text(), after.as_str()))
    }

    /// `--diff`: what would change, as a patch.
    pub(super) fn show(&self, io: &mut Io<'_>) -> Result<(), CommandError> {
        for (name, before, after) in self.changed() {
            if !diff(name, before, after, io.stdout)? {
                let name = escape::line(name);
                let _ = writeln!(io.stderr, "the patch of `{name}` hides a secret or a control; use `--fix` instead");
            }
        }
        // A run that is only shown has no footer that would tell.
        let more = match self.held_back {
            0 => String::new(),
            more => format!("; {more} more with `--unsafe-fixes`"),
        };
        let _ = writeln!(io.stderr, "would apply {}{more}", self.in_words());
        Ok(())
    }

    /// `--fix`: writes all changed files or none; what came from standard input goes to standard output.
    pub(super) fn write(&self, run: &Run, io: &mut Io<'_>) -> Result<(), CommandError> {
        let of_disk = |(name, before, after)| {
            let path = run.writable.get(name)?.as_ref()?;
            Some(Draft { name, path, before, after })
        };
        let drafts: Vec<_> = self.changed().filter_map(of_disk).collect();
        mend::write(&drafts, |_| {}).map_err(|unwritten| CommandError::Unwritten(told(&unwritten)))?;
        let _ = writeln!(io.stderr, "applied {}", self.in_words());
        Ok(())
    }

    /// What standard input became; `None` when it is as it was.
    pub(super) fn stdin(&self, run: &Run) -> Option<&str> {
        let mut changed = self.changed();
        changed.find(|(name, ..)| run.writable.get(*name) == Some(&None)).map(|(_, _, after)| after)
    }

    fn in_words(&self) -> String {
        if self.mended.fixes == 0 {
            return "0 fixes".to_owned();
        }
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let (fixes, files) = (self.mended.fixes, self.mended.drafts.len());
        format!("{fixes} fix{} in {files} file{}", if fixes == 1 { "" } else { "es" }, plural(files))
    }
}

/// Which files could not be written and why, and exactly which were.
fn told(unwritten: &Unwritten<'_>) -> String {
    let why = |refusal: &Refusal| match refusal {
        Refusal::Failed(error) => words(error),
        other => other.to_string(),
    };
    let refused = unwritten.refused.iter();
    let refused = refused.map(|(name, refusal)| format!("cannot write `{}`: {}", escape::line(name), why(refusal)));
    let written: Vec<_> = unwritten.written.iter().map(|name| format!("`{}`", escape::line(name))).collect();
    let rest = match written.as_slice() {
        [] => "no file was written".to_owned(),
        names => format!("written before that: {}; every other file is as it was", names.join(", ")),
    };
    refused.chain([rest]).collect::<Vec<_>>().join("\n  ")
}
