//! Writes all files of a run or none: each whole beside its target first, then all of them in their places.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file and what shall stand in it.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Its shown name.
    pub name: &'a str,
    /// Where it is; a link stays a link.
    pub path: &'a Path,
    /// What was read from it: it is not written over anything else.
    pub before: &'a str,
    /// What it becomes.
    pub after: &'a str,
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nobody has permission to write it.
    #[error("it is read-only")]
    ReadOnly,
    /// It no longer holds what was judged.
    #[error("it has changed since it was read")]
    Changed,
    /// Nothing can be renamed over it: the file itself is a mount, as containers have it.
    #[error("it is mounted by itself, so no new file can take its place; mount its folder")]
    Mounted,
    /// The folder or the file cannot be written.
    #[error(transparent)]
    Failed(#[from] io::Error),
}

/// Not all files were written.
#[derive(Debug)]
pub struct Unwritten<'a> {
    /// The names of those that were: none, unless a rename failed after others had not.
    pub written: Vec<&'a str>,
    /// Those that could not be.
    pub refused: Vec<(&'a str, Refusal)>,
}

/// Writes all `drafts`, each with the permissions and the owner of its old file, or none. `before_rename` is called
/// with each name when all new files are whole and that old one is still in its place.
///
/// # Errors
/// When one of them cannot be written. Nothing is then, unless the very last step, a rename, fails for one after
/// another; every file is whole in any case.
pub fn write<'a>(drafts: &[Draft<'a>], mut before_rename: impl FnMut(&'a str)) -> Result<(), Unwritten<'a>> {
    let ready = all(drafts, |draft| Ok((draft.name, prepare(draft)?)))?;
    all(drafts, is_unchanged)?;
    let mut written = Vec::new();
    for (name, (beside, target)) in ready {
        before_rename(name);
        if let Err(error) = beside.persist(&target) {
            return Err(Unwritten { written, refused: vec![(name, refusal(error.error))] });
        }
        written.push(name);
    }
    Ok(())
}

/// Does one step with every draft, so that all that fail are told at once.
fn all<'a, T>(drafts: &[Draft<'a>], step: impl Fn(&Draft<'a>) -> Result<T, Refusal>) -> Result<Vec<T>, Unwritten<'a>> {
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for draft in drafts {
        match step(draft) {
            Ok(one) => done.push(one),
            Err(refusal) => refused.push((draft.name, refusal)),
        }
    }
    if refused.is_empty() { Ok(done) } else { Err(Unwritten { written: Vec::new(), refused }) }
}

/// The new file, beside the one that it shall replace.
fn prepare(draft: &Draft<'_>) -> Result<(NamedTempFile, PathBuf), Refusal> {
    let target = fs::canonicalize(draft.path)?;
    let old = fs::metadata(&target)?;
    // A rename asks the folder only; whoever locked the file meant it.
    if old.permissions().readonly() {
        return Err(Refusal::ReadOnly);
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".idplint-").tempfile_in(folder)?;
    beside.write_all(draft.after.as_bytes())?;
    keep_owner(&beside, &old);
    beside.as_file().set_permissions(old.permissions())?;
    beside.as_file().sync_all()?;
    Ok((beside, target))
}

fn is_unchanged(draft: &Draft<'_>) -> Result<(), Refusal> {
    if fs::read(draft.path)? == draft.before.as_bytes() { Ok(()) } else { Err(Refusal::Changed) }
}

fn refusal(error: io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => Refusal::Mounted,
        _ => Refusal::Failed(error),
    }
}

/// In a container root writes the files of others: they stay theirs. Nobody else may give files away.
#[cfg(unix)]
fn keep_owner(beside: &NamedTempFile, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    drop(fchown(beside.as_file(), Some(old.uid()), Some(old.gid())));
}

#[cfg(not(unix))]
fn keep_owner(_: &NamedTempFile, _: &fs::Metadata) {}
