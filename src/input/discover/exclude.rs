//! What project files keep walks from opening; which file speaks for a folder is told from outside.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Finds what is excluded in a folder.
type Within = Arc<dyn Fn(&Path) -> Option<Arc<dyn Excludes>> + Send + Sync>;

/// The paths that one project file excludes.
pub trait Excludes: Send + Sync {
    /// True for an excluded path, and for one below an excluded folder. The folder of `path` is canonical.
    fn hold(&self, path: &Path, is_folder: bool) -> bool;
}

/// What is excluded, by folder; nothing by default.
#[derive(Clone, Default)]
pub struct Exclude(Option<Within>);

impl Exclude {
    /// With a function that gives what is excluded in a folder (its canonical path).
    pub fn new(within: impl Fn(&Path) -> Option<Arc<dyn Excludes>> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(within)))
    }

    /// What is excluded in this folder; `None` when nothing is.
    pub(super) fn within(&self, folder: &Path) -> Option<Arc<dyn Excludes>> {
        self.0.as_ref()?(folder)
    }

    /// True when this path, its folder canonical, is excluded.
    pub(super) fn holds_canonical(&self, path: &Path, is_folder: bool) -> bool {
        let excludes = path.parent().and_then(|folder| self.within(folder));
        excludes.is_some_and(|excludes| excludes.hold(path, is_folder))
    }

    /// True when this path is excluded, however it is spelled.
    pub(super) fn holds(&self, path: &Path, is_folder: bool) -> bool {
        self.0.is_some() && standing(path).is_some_and(|path| self.holds_canonical(&path, is_folder))
    }
}

impl fmt::Debug for Exclude {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Exclude").field(&self.0.is_some()).finish()
    }
}

/// Where a file stands, in its canonical folder: a link is not followed, and the file need not exist. `None` without
/// such a folder.
pub fn standing(path: &Path) -> Option<PathBuf> {
    let Some(name) = path.file_name() else { return path.canonicalize().ok() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(name))
}
