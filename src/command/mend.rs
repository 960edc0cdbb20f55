//! `--fix` and `--diff`: fixes are applied and the result is judged again, until nothing more can be mended.

use std::collections::BTreeMap;

use super::{CommandError, Io};
use crate::cli::Check;
use crate::engine::{Network, Options};
use crate::finding::Safety;
use crate::input::discover::words;
use crate::mend;
use crate::report::{Run, diff};

/// A fix may make another one possible; more rounds than this mean that two of them undo each other.
const MAX_ROUNDS: usize = 10;

/// What fixes made of the files of a run.
pub(super) struct Mended {
    /// Each changed file: what it was and what it became, by shown name.
    changed: BTreeMap<String, (String, String)>,
    /// How many fixes were applied.
    fixes: usize,
    /// How many more `--unsafe-fixes` would apply.
    held_back: usize,
}

/// Mends what `run` found. Afterwards `run` is that of the mended texts, judged by the facts of the first one: a
/// fix that a provider told is one of this very run.
pub(super) fn mend(args: &Check, options: &mut Options, run: &mut Run, check: impl Fn(&Options) -> Run) -> Mended {
    let least = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let mut mended = Mended { changed: BTreeMap::new(), fixes: 0, held_back: 0 };
    if !matches!(options.network, Network::Off) {
        options.network = Network::Replay(Box::new(run.facts.clone()));
    }
    for _ in 0..MAX_ROUNDS {
        let round = mend::mend(&run.findings, least, |name| run.writable.contains_key(name));
        if round.texts.is_empty() {
            break;
        }
        mended.fixes += round.fixes;
        for (source, text) in round.texts {
            options.drafts.insert(source.name().to_owned(), text.clone());
            let before = || (source.text().to_owned(), String::new());
            mended.changed.entry(source.name().to_owned()).or_insert_with(before).1 = text;
        }
        *run = check(options);
    }
    if least == Safety::Safe {
        let fixes = run.findings.iter().filter_map(|finding| finding.fix.as_ref());
        mended.held_back = fixes.filter(|fix| fix.safety == Safety::Unsafe).count();
    }
    mended
}

impl Mended {
    /// `--diff`: what would change, as a patch.
    pub(super) fn show(&self, io: &mut Io<'_>) -> Result<(), CommandError> {
        for (name, (before, after)) in &self.changed {
            diff(name, before, after, io.stdout)?;
        }
        // A run that is only shown has no footer that would tell.
        let more = match self.held_back {
            0 => String::new(),
            more => format!("; {more} more with `--unsafe-fixes`"),
        };
        let _ = writeln!(io.stderr, "would apply {}{more}", self.in_words());
        Ok(())
    }

    /// `--fix`: writes each changed file whole; what came from standard input goes to standard output. A file that
    /// cannot be written stays as it was, and the others are written.
    pub(super) fn write(&self, run: &Run, io: &mut Io<'_>) -> Result<(), CommandError> {
        let mut failed = Vec::new();
        for (name, (_, after)) in &self.changed {
            if let Some(path) = run.writable.get(name).and_then(Option::as_ref)
                && let Err(error) = mend::write(path, after, || {})
            {
                failed.push(format!("cannot write `{name}`: {}", words(&error)));
            }
        }
        let _ = writeln!(io.stderr, "applied {}", self.in_words());
        match failed.is_empty() {
            true => Ok(()),
            false => Err(CommandError::Unwritten(failed.join("\n"))),
        }
    }

    /// What standard input became; `None` when it is as it was.
    pub(super) fn stdin(&self, run: &Run) -> Option<&str> {
        let mut changed = self.changed.iter();
        changed.find(|(name, _)| run.writable.get(*name) == Some(&None)).map(|(_, (_, after))| after.as_str())
    }

    fn in_words(&self) -> String {
        if self.fixes == 0 {
            return "0 fixes".to_owned();
        }
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let files = self.changed.len();
        format!("{} fix{} in {files} file{}", self.fixes, if self.fixes == 1 { "" } else { "es" }, plural(files))
    }
}
