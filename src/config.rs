//! `.idplint.toml`, the project file: which profiles belong to which cluster.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::input::node::Node;
use crate::input::{discover, toml};
use crate::source::{Place, Source, Span};

/// Its name.
pub const FILE: &str = ".idplint.toml";

/// What a project file says.
#[derive(Debug, Default)]
pub struct Config {
    /// `[[pair]]`: the file of a cluster and that of its profiles.
    pub pairs: Vec<(PathBuf, PathBuf)>,
}

/// Why a project file cannot be used, and where.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// One sentence.
    pub message: String,
    /// What to write.
    pub help: String,
    /// Where; `None` for a file that cannot be read at all.
    pub place: Option<Place>,
}

/// The project file that counts for `path`: the nearest one upward, not beyond the root of its repository. Outside of
/// a repository only the folder itself counts.
pub fn find(path: &Path) -> Option<PathBuf> {
    let start = path.canonicalize().ok()?;
    let start = if start.is_dir() { start.as_path() } else { start.parent()? };
    let root = start.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(start);
    let folders = start.ancestors().take_while(|folder| folder.starts_with(root));
    folders.map(|folder| folder.join(FILE)).find(|file| file.is_file())
}

/// Reads a project file.
///
/// # Errors
/// When it cannot be read, is no TOML, or says something that nobody knows.
pub fn read(path: &Path) -> Result<Config, ConfigError> {
    let source = discover::neighbour(path).ok_or_else(|| ConfigError {
        message: format!("cannot read the project file `{}`", path.display()),
        help: "name a UTF-8 file that exists".to_owned(),
        place: None,
    })?;
    let (tree, errors) = toml::read(&source);
    if let Some(error) = errors.into_iter().next() {
        return Err(fault(&source, error.span, error.reason, error.help));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let Some(root) = tree.document(0) else { return Ok(Config::default()) };
    known(root, &["pair"])?;
    let Some(pairs) = root.get("pair") else { return Ok(Config::default()) };
    if !pairs.is_seq() {
        return Err(at(pairs, "`pair` is one table".to_owned(), "write `[[pair]]`"));
    }
    let pair = |pair: Node<'_>| {
        known(pair, &["cluster", "influxctl"])?;
        Ok((file(pair, "cluster", folder)?, file(pair, "influxctl", folder)?))
    };
    Ok(Config { pairs: pairs.items().map(pair).collect::<Result<_, ConfigError>>()? })
}

/// A path, relative to the project file.
fn file(pair: Node<'_>, key: &str, folder: &Path) -> Result<PathBuf, ConfigError> {
    let value = pair.get(key).ok_or_else(|| at(pair, format!("this pair has no `{key}`"), "name a file"))?;
    let text = value.text().filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| at(value, format!("`{key}` is no path"), "write a path in quotes"))?;
    Ok(folder.join(&*text))
}

/// Refuses keys that nobody knows, with the nearest one that somebody does.
fn known(table: Node<'_>, keys: &[&str]) -> Result<(), ConfigError> {
    for entry in table.entries() {
        let name = entry.name();
        if keys.contains(&&*name) {
            continue;
        }
        let near = keys.iter().find(|key| strsim::jaro_winkler(key, &name) > 0.8);
        let help = near.map_or_else(|| format!("write {}", keys.join(" or ")), |key| format!("did you mean `{key}`?"));
        return Err(at(entry.key, format!("unknown key `{name}`"), &help));
    }
    Ok(())
}

fn at(node: Node<'_>, message: String, help: &str) -> ConfigError {
    ConfigError { message, help: help.to_owned(), place: Some(node.place()) }
}

fn fault(source: &Arc<Source>, span: Span, message: String, help: String) -> ConfigError {
    ConfigError { message, help, place: Some(Place { source: Arc::clone(source), span }) }
}
