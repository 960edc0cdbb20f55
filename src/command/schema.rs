//! `idplint schema NAME`: one of our JSON Schemas, as a release states it.

use super::{CommandError, Io, release_named, usage};
use crate::model::schema::{NAMES, stated};
use crate::model::shape::Shape;

/// Prints the schema; without a release for the newest one known.
pub(super) fn run(name: &str, release: Option<&str>, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let shape = shape_named(name)?;
    let release = release.map(release_named).transpose()?;
    let text = serde_json::to_string_pretty(&stated(shape, release.as_ref())).map_err(std::io::Error::from)?;
    writeln!(io.stdout, "{text}")?;
    Ok(0)
}

fn shape_named(word: &str) -> Result<Shape, CommandError> {
    let named = NAMES.iter().find(|(name, _)| *name == word);
    named.map(|(_, shape)| *shape).ok_or_else(|| CommandError::Usage {
        message: format!("unknown schema `{word}`"),
        help: usage::choice(word, &NAMES.map(|(name, _)| name)),
    })
}
