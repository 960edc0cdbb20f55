//! Walks one folder with all threads; each file is read and sniffed where it is met.

use ignore::{DirEntry, WalkBuilder, WalkState};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use super::{Catch, Exclude, Excludes, is_project_file};

/// Hidden folders that a walk enters: where pipelines and deployments keep YAML that people write.
const HIDDEN_FOLDERS: [&str; 8] = [".argocd", ".deploy", ".fleet", ".flux", ".github", ".gitlab", ".helm", ".k8s"];

/// Ends of the names that a walk opens: settings, then scripts.
const ENDS: [&str; 8] = ["yaml", "yml", "json", "toml", "sh", "bash", "mk", "dockerfile"];

/// What one walk, or one of its threads, leaves behind.
#[derive(Default)]
pub(super) struct Trail {
    pub(super) catch: Catch,
    /// Canonical paths of the files that were opened.
    pub(super) opened: Vec<PathBuf>,
    /// Links with a candidate's name, as shown.
    pub(super) links: Vec<PathBuf>,
}

/// Walks `root`, the canonical path of `folder`. Files in `claimed` (canonical) are passed over, those of `exclude`
/// are not opened.
pub(super) fn walk(folder: &Path, root: &Path, claimed: &HashSet<PathBuf>, exclude: &Exclude) -> Trail {
    let (sender, trails) = mpsc::channel();
    let pruned = exclude.clone();
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .git_global(false)
        .follow_links(false)
        .filter_entry(move |entry| is_entered(entry, &pruned))
        .build_parallel();
    walk.run(|| {
        let trail = Trail::default();
        let sender = sender.clone();
        let mut walker = Walker { folder, root, claimed, exclude, here: None, trail, buffer: Vec::new(), sender };
        Box::new(move |entry| {
            walker.visit(entry);
            WalkState::Continue
        })
    });
    drop(sender);
    trails.into_iter().fold(Trail::default(), |mut all: Trail, trail: Trail| {
        all.catch.merge(trail.catch);
        all.opened.extend(trail.opened);
        all.links.extend(trail.links);
        all
    })
}

/// One thread of a walk; hands its trail over when it ends.
struct Walker<'a> {
    folder: &'a Path,
    root: &'a Path,
    claimed: &'a HashSet<PathBuf>,
    exclude: &'a Exclude,
    /// The folder of the last candidate, and what is excluded in it: most candidates share it with the one before.
    here: Option<(PathBuf, Option<Arc<dyn Excludes>>)>,
    trail: Trail,
    buffer: Vec<u8>,
    sender: Sender<Trail>,
}

impl Walker<'_> {
    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return self.fail(&error),
        };
        let Some(kind) = entry.file_type() else { return };
        if kind.is_dir() || !is_candidate(entry.file_name()) || self.is_excluded(entry.path()) {
            return;
        }
        if kind.is_symlink() {
            self.trail.links.push(self.given(entry.path()));
        } else if kind.is_file() && !self.claimed.contains(entry.path()) {
            let path = entry.into_path();
            self.trail.catch.take_found(&path, || given(self.folder, self.root, &path), &mut self.buffer);
            self.trail.opened.push(path);
        }
    }

    fn is_excluded(&mut self, file: &Path) -> bool {
        let folder = file.parent().unwrap_or(self.root);
        if self.here.as_ref().is_none_or(|(here, _)| here != folder) {
            self.here = Some((folder.to_path_buf(), self.exclude.within(folder)));
        }
        let excludes = self.here.as_ref().and_then(|(_, excludes)| excludes.as_ref());
        excludes.is_some_and(|excludes| excludes.hold(file, false))
    }

    /// A folder that cannot be listed. Faults inside ignore files come with the entries and are git's to tell.
    fn fail(&mut self, error: &ignore::Error) {
        if let Some(reason) = io_error(error) {
            let path = path_of(error).map_or_else(|| self.folder.to_owned(), |path| self.given(path));
            self.trail.catch.cannot_read(&path, reason);
        }
    }

    fn given(&self, path: &Path) -> PathBuf {
        given(self.folder, self.root, path)
    }
}

impl Drop for Walker<'_> {
    fn drop(&mut self) {
        // The receiver outlives all walkers.
        let _ = self.sender.send(std::mem::take(&mut self.trail));
    }
}

/// The path below the folder as the user wrote it, not as the system resolves it.
fn given(folder: &Path, root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).map_or_else(|_| path.to_owned(), |below| folder.join(below))
}

/// The folder that was asked for is not put to this question.
fn is_entered(entry: &DirEntry, exclude: &Exclude) -> bool {
    let name = entry.file_name();
    if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return true;
    }
    let is_known = !is_hidden(name) || HIDDEN_FOLDERS.iter().any(|known| name == *known);
    is_known && !exclude.holds_canonical(entry.path(), true)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a walk opens a file of this name.
fn is_candidate(name: &OsStr) -> bool {
    // Emacs marks a file that is being edited with a link of this name that leads nowhere.
    if name.as_encoded_bytes().starts_with(b".#") || is_project_file(Path::new(name)) {
        return false;
    }
    let Some(extension) = Path::new(name).extension() else { return !is_hidden(name) };
    ENDS.iter().any(|known| extension.eq_ignore_ascii_case(known)) || {
        let name = name.as_encoded_bytes().to_ascii_lowercase();
        let has = |part: &str| memchr::memmem::find(&name, part.as_bytes()).is_some();
        has(".yaml.") || has(".yml.") || name.starts_with(b"dockerfile.") || name.starts_with(b"containerfile.")
    }
}

fn io_error(error: &ignore::Error) -> Option<&std::io::Error> {
    match error {
        ignore::Error::Io(error) => Some(error),
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => io_error(err),
        _ => None,
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}
