//! Files that appear together or not at all, and never over another.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::CommandError;
use crate::input::discover::words;

/// One file to write.
pub(super) struct Text {
    pub(super) name: &'static str,
    pub(super) text: String,
}

/// Writes to a folder, which is made when it is not there.
///
/// # Errors
/// When one of the files exists or cannot be written; nothing is left behind then.
pub(super) fn write(folder: &Path, texts: &[Text]) -> Result<(), CommandError> {
    let unwritable = |error: &io::Error| CommandError::Usage {
        message: format!("cannot write to `--out {}`: {}", folder.display(), words(error)),
        help: "name a folder that you may write to".to_owned(),
    };
    fs::create_dir_all(folder).map_err(|error| unwritable(&error))?;
    refuse_existing(folder, texts.iter().map(|text| text.name))?;
    let beside = |text: &Text| folder.join(format!(".{}.new", text.name));
    let written = texts.iter().try_for_each(|text| fs::write(beside(text), &text.text));
    let written = written.and_then(|()| rename_all(texts.iter().map(|text| (beside(text), folder.join(text.name)))));
    if written.is_err() {
        // A rest that cannot be removed could not be written either.
        texts.iter().for_each(|text| drop(fs::remove_file(beside(text))));
    }
    written.map_err(|error| unwritable(&error))
}

/// Fails when one of these names is taken: a link without a target is a file, too.
pub(super) fn refuse_existing<'a>(folder: &Path, names: impl Iterator<Item = &'a str>) -> Result<(), CommandError> {
    match names.map(|name| folder.join(name)).find(|path| path.symlink_metadata().is_ok()) {
        None => Ok(()),
        Some(path) => Err(CommandError::Usage {
            message: format!("`{}` exists, and nothing is overwritten", path.display()),
            help: "name another folder, or move the file away".to_owned(),
        }),
    }
}

fn rename_all(pairs: impl Iterator<Item = (PathBuf, PathBuf)>) -> io::Result<()> {
    let mut made: Vec<PathBuf> = Vec::new();
    for (from, to) in pairs {
        if let Err(error) = fs::rename(from, &to) {
            made.iter().for_each(|path| drop(fs::remove_file(path)));
            return Err(error);
        }
        made.push(to);
    }
    Ok(())
}
