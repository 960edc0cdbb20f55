//! What one project file says, each part with its place.
//!
//! Keys and types are the schema's to judge: what does not fit it is passed over here. A fault is what no schema can
//! state, such as a broken glob.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{ConfigError, Globs};
use crate::finding::Severity;
use crate::input::node::{Entry as Member, Node};
use crate::input::scalar::Reader;
use crate::input::splice::value_place;
use crate::input::toml;
use crate::source::{Place, Source, Span};
use crate::spelling::nearest;

/// What a project file says.
#[derive(Debug)]
pub struct Project {
    /// Its folder, canonical.
    pub folder: PathBuf,
    /// `allow-hosts`.
    pub allow_hosts: Vec<Text>,
    /// `exclude`.
    pub exclude: Globs,
    /// True when `exclude` names something.
    pub has_exclude: bool,
    /// `[levels]`.
    pub levels: Vec<Level>,
    /// `[[ignore]]`.
    pub ignores: Vec<Entry>,
    /// `[[pair]]`: the file of a cluster and that of its profiles.
    pub pairs: Vec<(PathBuf, PathBuf)>,
    /// `[[admins]]`.
    pub admins: Vec<Admins>,
}

/// A string with its place, without its quotes.
#[derive(Clone, Debug)]
pub struct Text {
    /// The string.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// `rule = "level"`.
#[derive(Debug)]
pub struct Level {
    /// The name of the rule.
    pub rule: Text,
    /// Its severity here; `None` for `off`.
    pub severity: Option<Severity>,
}

/// One `[[ignore]]`.
#[derive(Debug)]
pub struct Entry {
    /// Its header.
    pub place: Place,
    /// Key path: `ignore[0]`.
    pub path: String,
    /// `rules`.
    pub rules: Vec<Text>,
    /// `paths`; `None` for every file.
    pub paths: Option<Globs>,
    /// `reason` says something.
    pub has_reason: bool,
    /// `until`: its last day.
    pub until: Option<Text>,
    /// The lines that go when the entry goes; `None` where a comment may belong to it.
    pub removal: Option<Place>,
}

/// One `[[admins]]`.
#[derive(Debug)]
pub struct Admins {
    /// `paths`; `None` for every file.
    pub paths: Option<Globs>,
    /// The key `ids`.
    pub key: Place,
    /// `ids`.
    pub ids: Vec<Text>,
}

/// The word is no level; the one that may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelError(pub Option<&'static str>);

/// Words for levels.
const LEVELS: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("note", Some(Severity::Note)),
    ("off", None),
];

/// The severity that a level means; `None` for `off`.
///
/// # Errors
/// When the word is none of `error`, `warning`, `note` and `off`.
pub fn level(word: &str) -> Result<Option<Severity>, LevelError> {
    let known = LEVELS.iter().find(|(known, _)| *known == word);
    let near = || LevelError(nearest(word, LEVELS.iter().map(|(known, _)| *known)));
    known.map(|(_, severity)| *severity).ok_or_else(near)
}

impl Project {
    /// Reads a project file that stands in `folder` (canonical).
    pub(super) fn read(source: &Arc<Source>, folder: &Path) -> Result<Self, ConfigError> {
        let (tree, _) = toml::read(source);
        let root = tree.document(0).map(|root| root.read_by(Reader::Ours));
        let items = |key: &str| root.and_then(|root| root.get(key)).into_iter().flat_map(Node::items);
        let globs = |map: Node<'_>| map.get("paths").map(|paths| globs(paths.items(), folder)).transpose();
        let entry = |(at, map): (usize, Node<'_>)| {
            Ok(Entry {
                place: map.place(),
                path: format!("ignore[{at}]"),
                rules: rules(map)?,
                paths: globs(map)?,
                has_reason: text_at(map, "reason")?.is_some_and(|reason| !reason.text.trim().is_empty()),
                until: map.get("until").map(day).transpose()?,
                removal: removal(map),
            })
        };
        let pair = |map: Node<'_>| {
            let file = |key| text_at(map, key).map(|text| text.map(|text| folder.join(text.text)));
            Ok(file("cluster")?.zip(file("influxctl")?))
        };
        let admins = |map: Node<'_>| {
            let Some(ids) = map.entry("ids") else { return Ok(None) };
            let texts = ids.value.items().map(text).collect::<Result<_, ConfigError>>()?;
            Ok(Some(Admins { paths: globs(map)?, key: ids.key.place(), ids: texts }))
        };
        let levels = root.and_then(|root| root.get("levels")).into_iter().flat_map(Node::entries);
        let found: Vec<Option<_>> = items("pair").map(pair).collect::<Result<_, ConfigError>>()?;
        let people: Vec<Option<_>> = items("admins").map(admins).collect::<Result<_, ConfigError>>()?;
        Ok(Self {
            folder: folder.to_path_buf(),
            allow_hosts: items("allow-hosts").map(text).collect::<Result<_, _>>()?,
            exclude: self::globs(items("exclude"), folder)?,
            has_exclude: items("exclude").next().is_some(),
            levels: levels.map(level_of).collect::<Result<_, _>>()?,
            ignores: items("ignore").enumerate().map(entry).collect::<Result<_, _>>()?,
            pairs: found.into_iter().flatten().collect(),
            admins: people.into_iter().flatten().collect(),
        })
    }
}

fn rules(map: Node<'_>) -> Result<Vec<Text>, ConfigError> {
    let Some(rules) = map.get("rules").filter(|rules| rules.is_seq()) else { return Ok(Vec::new()) };
    let rules: Vec<Text> = rules.items().map(text).collect::<Result<_, _>>()?;
    match rules.as_slice() {
        [] => Err(at(map, "this entry names no rule".to_owned(), "name the rules whose findings it hides")),
        _ => Ok(rules),
    }
}

fn globs<'t>(items: impl Iterator<Item = Node<'t>>, folder: &Path) -> Result<Globs, ConfigError> {
    let mut globs = Globs::new(folder);
    for node in items {
        let Text { text, .. } = text(node)?;
        let help = "write a glob as in `.gitignore`, such as `lab/**`";
        globs.add(&text).map_err(|reason| at(node, format!("`{text}` is no glob: {reason}"), help))?;
    }
    Ok(globs)
}

fn level_of(entry: Member<'_>) -> Result<Level, ConfigError> {
    let word = text(entry.value)?.text;
    let severity = level(&word).map_err(|LevelError(near)| {
        let help = near.map_or_else(
            || "write `error`, `warning`, `note` or `off`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        at(entry.value, format!("unknown level `{word}`"), &help)
    })?;
    let rule = Text { text: entry.name().into_owned(), place: value_place(entry.key) };
    Ok(Level { rule, severity })
}

/// A string or a date of TOML, as it is written.
fn day(node: Node<'_>) -> Result<Text, ConfigError> {
    if node.type_words() == "a date" {
        return Ok(Text { text: node.raw().to_owned(), place: node.place() });
    }
    text(node)
}

fn text_at(map: Node<'_>, key: &str) -> Result<Option<Text>, ConfigError> {
    map.get(key).map(text).transpose()
}

fn text(node: Node<'_>) -> Result<Text, ConfigError> {
    let text = node.text().map(|text| Text { text: text.into_owned(), place: value_place(node) });
    text.ok_or_else(|| at(node, format!("a string belongs here, not {}", node.type_words()), "write it in quotes"))
}

fn at(node: Node<'_>, message: String, help: &str) -> ConfigError {
    ConfigError { message, help: help.to_owned(), place: Some(value_place(node)) }
}

/// From `[[ignore]]` to the end of the last line of the entry, with one blank line that follows. `None` for an inline
/// table, and below a comment.
fn removal(entry: Node<'_>) -> Option<Place> {
    let Place { source, span } = entry.place();
    let text = source.text();
    let before = text.get(..span.start as usize).filter(|_| entry.raw().starts_with("[["))?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let is_alone = before.get(line_start..)?.trim_start_matches('\u{feff}').trim().is_empty();
    let is_commented = before.get(..line_start)?.lines().next_back().is_some_and(|line| line.contains('#'));
    if !is_alone || is_commented {
        return None;
    }
    let last = entry.entries().map(|entry| entry.value.span().end).max()?;
    let next_line = |from: usize| text.get(from..)?.find('\n').map(|at| from + at + 1);
    let mut end = next_line(last as usize).unwrap_or(text.len());
    if let Some(next) = next_line(end).filter(|next| text.get(end..*next).is_some_and(|line| line.trim().is_empty())) {
        end = next;
    }
    Some(Place { span: Span::new(span.start as usize, end), source })
}
