//! Our JSON Schemas against a document: what is missing, of another type, misspelled, misplaced or unknown.

mod epoch;
mod instance;
mod keys;
mod nearest;

use jsonschema::error::ValidationErrorKind;
use serde_json::Value;
use std::sync::{LazyLock, OnceLock};

pub use epoch::{NAMES, stated};
pub use nearest::{Likeness, folded};

use self::instance::{Instance, Spanned};
use super::release::Release;
use super::shape::Shape;
use crate::input::node::{Node, NodeId};

static APP_INSTANCE: LazyLock<Schema> =
    LazyLock::new(|| Schema::read(include_str!("../../../schemas/appinstance.json")));
static HELM_VALUES: LazyLock<Schema> =
    LazyLock::new(|| Schema::read(include_str!("../../../schemas/helm-values.json")));
static INFLUXCTL: LazyLock<Schema> = LazyLock::new(|| Schema::read(include_str!("../../../schemas/influxctl.json")));
static CONFIG: LazyLock<Schema> = LazyLock::new(|| Schema::read(include_str!("../../../schemas/config.json")));

/// One thing that the schema says about one place. Exactly one kind, so exactly one rule speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Key path of the value or key, for people.
    pub path: String,
    /// What to point at: the key, the value of another type; for a missing key the empty value or the
    /// key of the map that lacks it.
    pub at: NodeId,
    /// The map that the key is in, or would be; the value itself for a type.
    pub within: NodeId,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong, with all that a message needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A required key is absent, null or "".
    Missing {
        /// The key's name.
        key: String,
        /// What it is, from the schema's title.
        what: String,
        /// What happens without it, when that is known.
        stops: Option<String>,
    },
    /// A value of another type.
    Type {
        /// "a list".
        expected: &'static str,
        /// What the value is, from the schema's title.
        what: String,
        /// What becomes of the value as it is, when that is known.
        becomes: Option<String>,
        /// True when the value is one member of the list that belongs there.
        is_member: bool,
    },
    /// A key that is meant to be a known one.
    Misspelled {
        /// The known key.
        known: String,
        /// How it was recognised.
        likeness: Likeness,
    },
    /// A key that belongs elsewhere.
    Misplaced {
        /// Where it belongs.
        belongs: String,
    },
    /// A key that the chart does not print.
    Dropped,
    /// A key that nobody knows.
    Unknown {
        /// Who refuses it.
        refused_by: String,
    },
}

impl Violation {
    /// Key path of the map that the key is in: "`admin`", "the root".
    pub fn map_in_words(&self) -> String {
        self.path.rsplit_once('.').map_or_else(|| "the root".to_owned(), |(map, _)| format!("`{map}`"))
    }

    /// True when the key is meant to be the one at `path`, or holds it.
    pub fn stands_for(&self, path: &str) -> bool {
        match &self.fault {
            Fault::Misspelled { known, .. } => {
                let map = self.path.rsplit_once('.').map_or("", |(map, _)| map);
                join(map, known) == path
            }
            Fault::Misplaced { belongs } => {
                belongs.strip_prefix(path).is_some_and(|r| r.is_empty() || r.starts_with('.'))
            }
            _ => false,
        }
    }
}

/// A schema of ours, read once a run at most. It is compiled when a value of another type was seen: that costs
/// more than everything else in a run on one healthy file.
struct Schema {
    value: Value,
    validator: OnceLock<Option<jsonschema::Validator<Spanned>>>,
}

impl Schema {
    // The texts are ours and tested; should one be broken, its generic rules are silent, nothing else.
    fn read(text: &str) -> Self {
        Self { value: serde_json::from_str(text).unwrap_or_default(), validator: OnceLock::new() }
    }

    fn validator(&self) -> Option<&jsonschema::Validator<Spanned>> {
        let compile = || jsonschema::options_for::<Spanned>().offline().build(&self.value).ok();
        self.validator.get_or_init(compile).as_ref()
    }

    /// The schema itself, or what its `$ref` names.
    fn follow<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let pointer = schema.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        pointer.and_then(|pointer| self.value.pointer(pointer)).unwrap_or(schema)
    }
}

fn of_shape(shape: Shape) -> &'static Schema {
    match shape {
        Shape::AppInstance => &APP_INSTANCE,
        Shape::HelmValues => &HELM_VALUES,
        Shape::Influxctl => &INFLUXCTL,
        Shape::Config => &CONFIG,
    }
}

/// True for a known release before `date` ("20240819").
fn is_before(release: Option<&Release>, date: &str) -> bool {
    release.is_some_and(|release| date.parse().is_ok_and(|date| release.before(date)))
}

/// The keys of `x-required-before` (`by_date`) that `release` requires.
fn required_before<'s>(by_date: Option<&'s Value>, release: Option<&Release>) -> impl Iterator<Item = &'s str> {
    let dated = by_date.and_then(Value::as_object).into_iter().flatten();
    let older = dated.filter(move |(date, _)| is_before(release, date)).filter_map(|(_, keys)| keys.as_array());
    older.flatten().filter_map(Value::as_str)
}

/// Everything that the schema of `shape` says about a document.
pub fn violations(shape: Shape, root: Node<'_>, release: Option<&Release>) -> Vec<Violation> {
    let schema = of_shape(shape);
    let (mut found, types_differ) = keys::judge(schema, root, release);
    let validator = if types_differ { schema.validator() } else { None };
    let errors = validator.into_iter().flat_map(|validator| validator.iter_errors(Instance::Node(root)));
    for error in errors.filter(|error| matches!(error.kind(), ValidationErrorKind::Type { .. })) {
        let keyword = error.schema_path().as_str();
        let governing = keyword.rsplit_once('/').and_then(|(parent, _)| schema.value.pointer(parent));
        let value = locate(root, error.instance_path().as_str());
        let Some((node, path)) = value else { continue };
        // Null and an empty value are missing, not of another type.
        if found.iter().any(|v| v.at == node.id() || v.path == path) {
            continue;
        }
        found.extend(governing.and_then(|governing| wrong_type(schema, governing, node, path)));
    }
    found
}

/// The value at a JSON pointer and its key path; `None` at or inside a value that nobody can know.
fn locate<'t>(root: Node<'t>, pointer: &str) -> Option<(Node<'t>, String)> {
    let mut node = root;
    let mut path = String::new();
    for segment in pointer.split('/').skip(1) {
        if node.is_unknown() {
            return None;
        }
        let name = segment.replace("~1", "/").replace("~0", "~");
        if node.is_seq() {
            node = node.items().nth(name.parse().ok()?)?;
            path = format!("{path}[{name}]");
        } else {
            node = node.get(&name)?;
            path = join(&path, &name);
        }
    }
    (!node.is_unknown()).then_some((node, path))
}

fn wrong_type(schema: &Schema, governing: &Value, node: Node<'_>, path: String) -> Option<Violation> {
    let word = node.type_words().split_once(' ').map_or("null", |(_, word)| word);
    let own_rule = words(governing, "x-leave").any(|left| left == word);
    if node.is_null() || own_rule {
        return None;
    }
    let expected = type_in_words(governing.get("type"));
    let item = governing.get("items").map(|items| type_in_words(schema.follow(items).get("type")));
    let text = |key| governing.get(key).and_then(Value::as_str);
    let becomes = governing.get("x-becomes").and_then(|becomes| becomes.get(word)).and_then(Value::as_str);
    let fault = Fault::Type {
        expected,
        what: text("title").unwrap_or_default().to_owned(),
        becomes: becomes.map(str::to_owned),
        is_member: item == Some(node.type_words()),
    };
    Some(Violation { path, at: node.id(), within: node.id(), fault })
}

/// The strings of a list under `key`.
fn words<'s>(schema: &'s Value, key: &str) -> impl Iterator<Item = &'s str> {
    schema.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn type_in_words(types: Option<&Value>) -> &'static str {
    let first = match types {
        Some(Value::Array(list)) => list.first().and_then(Value::as_str),
        Some(value) => value.as_str(),
        None => None,
    };
    match first {
        Some("object") => "a map",
        Some("array") => "a list",
        Some("boolean") => "a boolean",
        Some("number" | "integer") => "a number",
        _ => "a string",
    }
}

fn join(path: &str, key: &str) -> String {
    let key = if key.is_empty() { "\"\"" } else { key };
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
