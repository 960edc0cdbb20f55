//! `--record` and `--replay`: the facts of a run as a file, for support cases and tests.

use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Read;
use std::path::Path;

use super::CommandError;
use crate::facts::Facts;
use crate::input::discover::words;

/// The one file of a record.
const FILE: &str = "facts.json";
/// What a record is, so that later versions can read it or say why not.
const VERSION: u32 = 1;
/// Bytes of a record that are read: some thousand answers of the largest kind.
const LONGEST: u64 = 64 * 1024 * 1024;

/// `facts.json`.
#[derive(Deserialize, Serialize)]
struct Record {
    version: u32,
    /// Who wrote it.
    tool: String,
    facts: Facts,
}

/// Writes the facts of a run to a folder; it is made when it is not there. No body and no key is among facts.
///
/// # Errors
/// When the folder cannot be made or written to; an older record is whole then.
pub(super) fn write(folder: &Path, facts: &Facts) -> Result<(), CommandError> {
    let tool = concat!("idplint ", env!("CARGO_PKG_VERSION")).to_owned();
    let record = Record { version: VERSION, tool, facts: facts.clone() };
    let (last, next) = (folder.join(FILE), folder.join(".facts.json.new"));
    let written = serde_json::to_vec_pretty(&record).map_err(std::io::Error::from).and_then(|bytes| {
        fs::create_dir_all(folder)?;
        fs::write(&next, bytes)?;
        fs::rename(&next, &last)
    });
    written.map_err(|error| CommandError::Usage {
        message: format!("cannot write `--record {}`: {}", folder.display(), words(&error)),
        help: "name a folder that you may write to".to_owned(),
    })
}

/// Reads the facts of an earlier run.
///
/// # Errors
/// When there is no record, or none that this version reads.
pub(super) fn read(folder: &Path) -> Result<Facts, CommandError> {
    let unreadable = |why: &str| CommandError::Usage {
        message: format!("cannot read `--replay {}`: {why}", folder.display()),
        help: "name a folder that `--record` has written".to_owned(),
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(folder.join(FILE)).map_err(|error| unreadable(&words(&error)))?;
    file.take(LONGEST).read_to_end(&mut bytes).map_err(|error| unreadable(&words(&error)))?;
    let record: Record =
        serde_json::from_slice(&bytes).map_err(|error| unreadable(&format!("`{FILE}` is no record: {error}")))?;
    match record.version {
        VERSION => Ok(record.facts),
        other => Err(unreadable(&format!("it has version {other}, this idplint reads version {VERSION}"))),
    }
}
