//! Gitignore-style globs of a project file, relative to its folder.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Globs in their order; the last one that matches decides, and `!` takes back.
#[derive(Debug)]
pub struct Globs {
    folder: PathBuf,
    builder: GitignoreBuilder,
    // A matcher costs a thousand times what reading its globs does, and most are never asked.
    matcher: OnceLock<Gitignore>,
}

impl Globs {
    /// No glob yet, relative to `folder` (canonical).
    pub(super) fn new(folder: &Path) -> Self {
        let mut builder = GitignoreBuilder::new(folder);
        // git takes such a glob and matches nothing with it; here it is a slip.
        builder.allow_unclosed_class(false);
        Self { folder: folder.to_path_buf(), builder, matcher: OnceLock::new() }
    }

    /// Adds one.
    ///
    /// # Errors
    /// With the reason, when it is no glob.
    pub(super) fn add(&mut self, glob: &str) -> Result<(), String> {
        let added = self.builder.add_line(None, glob);
        added.map(drop).map_err(|error| match error {
            ignore::Error::Glob { err, .. } => err,
            other => other.to_string(),
        })
    }

    /// True for a path that they match, and for one below a folder that they match; false for what lies outside of
    /// their folder.
    pub fn hold(&self, path: &Path, is_folder: bool) -> bool {
        let Ok(below) = path.strip_prefix(&self.folder) else { return false };
        let matcher = self.matcher.get_or_init(|| self.builder.build().unwrap_or_else(|_| Gitignore::empty()));
        below.file_name().is_some() && matcher.matched_path_or_any_parents(below, is_folder).is_ignore()
    }
}
