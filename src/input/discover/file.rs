//! One file as it was found: its text, and what may be done with it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::source::Source;

/// One file that may hold settings of ours.
#[derive(Clone, Debug)]
pub struct File {
    /// Its shown name and its text.
    pub source: Arc<Source>,
    /// Where to write it; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Named on the command line, not found by a walk.
    pub named: bool,
    /// First byte that is not UTF-8. The text is then lossy from there on, and offsets beyond it are not the
    /// file's: such a file must not be written.
    pub encoding_error: Option<usize>,
    /// Unix permission bits (`0o644`); `None` for standard input and on other systems.
    pub mode: Option<u32>,
}

impl File {
    /// Takes the draft of that name, when there is one, in place of what was read.
    pub fn redraft(&mut self, drafts: &BTreeMap<String, String>) {
        if let Some(text) = drafts.get(self.source.name()) {
            self.source = Source::new(self.source.name(), text.as_str());
        }
    }
}
