//! Our JSON Schemas against a document: what is missing, of another type, misspelled, misplaced or unknown.

mod instance;
mod nearest;

use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

pub use nearest::{Likeness, folded};

use self::instance::{Instance, Spanned};
use super::release::Release;
use super::shape::Shape;
use crate::input::node::{Node, NodeId};

const APP_INSTANCE: &str = include_str!("../../../schemas/appinstance.json");
const HELM_VALUES: &str = include_str!("../../../schemas/helm-values.json");

/// One thing that the schema says about one place. Exactly one kind, so exactly one rule speaks.
#[derive(Clone, Debug)]
pub struct Violation {
    /// Key path of the value or key, for people.
    pub path: String,
    /// The map that the key is in (for a type: the value itself).
    pub node: NodeId,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong, with all that a message needs.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A required key is absent, null or "".
    Missing {
        /// The key's name.
        key: String,
        /// What it is, from the schema's title.
        what: String,
        /// What happens without it, when that is known.
        stops: Option<String>,
        /// The key that stands there without a value.
        blank: Option<NodeId>,
    },
    /// A value of another type.
    Type {
        /// "a list".
        expected: String,
        /// What the value is, from the schema's title.
        what: String,
        /// True when the value is one member of the list that belongs there.
        wrap: bool,
    },
    /// A key that is meant to be a known one.
    Misspelled {
        /// The key as written.
        key: NodeId,
        /// The known key.
        known: String,
        /// How it was recognised.
        likeness: Likeness,
    },
    /// A key that belongs elsewhere.
    Misplaced {
        /// The key as written.
        key: NodeId,
        /// Where it belongs.
        belongs: String,
    },
    /// A key that nobody knows.
    Unknown {
        /// The key as written.
        key: NodeId,
        /// Who refuses it.
        refused_by: String,
    },
}

/// Everything that the schema of `shape` says about a document.
pub fn violations(shape: Shape, root: Node<'_>, release: Option<&Release>) -> Vec<Violation> {
    let text = match shape {
        Shape::AppInstance => APP_INSTANCE,
        Shape::HelmValues => HELM_VALUES,
    };
    // Both texts are ours and tested; should one be broken, its generic rules are silent, nothing else.
    let Ok(mut schema) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    require_for_release(&mut schema, release);
    let mut judge =
        Judge { schema: &schema, root, newer: release.is_some_and(Release::is_newer_than_known), found: Vec::new() };
    judge.keys(&schema, root, String::new());
    judge.values();
    judge.found
}

/// Adds the keys of `x-required-before` to `required` where the release is older than that.
fn require_for_release(schema: &mut Value, release: Option<&Release>) {
    match schema {
        Value::Object(map) => {
            let extra: Vec<Value> = map
                .get("x-required-before")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .filter(|(date, _)| release.is_some_and(|r| date.parse().is_ok_and(|date| r.before(date))))
                .filter_map(|(_, keys)| keys.as_array())
                .flatten()
                .cloned()
                .collect();
            if !extra.is_empty() {
                let required = map.entry("required").or_insert_with(|| Value::Array(Vec::new()));
                required.as_array_mut().into_iter().for_each(|list| list.extend(extra.clone()));
            }
            map.values_mut().for_each(|value| require_for_release(value, release));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| require_for_release(value, release)),
        _ => {}
    }
}

struct Judge<'s, 't> {
    schema: &'s Value,
    root: Node<'t>,
    /// The release is newer than our facts: unknown keys may be new ones.
    newer: bool,
    found: Vec<Violation>,
}

impl<'s, 't> Judge<'s, 't> {
    fn follow(&self, schema: &'s Value) -> &'s Value {
        let pointer = schema.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        pointer.and_then(|pointer| self.schema.pointer(pointer)).unwrap_or(schema)
    }

    /// Walks the maps that the schema names and judges their keys.
    fn keys(&mut self, schema: &'s Value, node: Node<'t>, path: String) {
        let schema = self.follow(schema);
        if node.is_unknown() {
            return;
        }
        if let Some(items) = schema.get("items") {
            for (index, item) in node.items().enumerate() {
                self.keys(items, item, format!("{path}[{index}]"));
            }
        }
        let Some(known) = schema.get("properties").and_then(Value::as_object) else { return };
        for entry in node.entries() {
            let name = entry.name();
            let inner = join(&path, &name);
            match known.get(&*name) {
                Some(inner_schema) => match inner_schema.get("x-belongs-at").and_then(Value::as_str) {
                    Some(belongs) => self.misplaced(node, entry.key, inner, belongs),
                    None => self.keys(inner_schema, entry.value, inner),
                },
                None => self.unknown_key(schema, known, node, entry.key, inner),
            }
        }
    }

    fn misplaced(&mut self, node: Node<'t>, key: Node<'t>, path: String, belongs: &str) {
        if self.root.at(&belongs.split('.').collect::<Vec<_>>()).is_none() {
            self.found.push(Violation {
                path,
                node: node.id(),
                fault: Fault::Misplaced { key: key.id(), belongs: belongs.to_owned() },
            });
        }
    }

    fn unknown_key(
        &mut self,
        schema: &'s Value,
        known: &'s serde_json::Map<String, Value>,
        node: Node<'t>,
        key: Node<'t>,
        path: String,
    ) {
        let Some(keys) = schema.get("x-keys").and_then(Value::as_str) else { return };
        let name = crate::input::node::Entry { key, value: key, merged_at: None }.name();
        let absent = known.iter().filter(|(known, _)| node.get(known).is_none());
        let candidates: Vec<(&str, Vec<&str>)> = absent.map(|(name, s)| (name.as_str(), self.aliases(s))).collect();
        let near = (keys != "placed").then(|| nearest::nearest(&name, &candidates)).flatten();
        let elsewhere =
            self.elsewhere(&name).filter(|belongs| self.root.at(&belongs.split('.').collect::<Vec<_>>()).is_none());
        let fault = match (near, elsewhere) {
            (Some((known, likeness)), None) => Fault::Misspelled { key: key.id(), known: known.to_owned(), likeness },
            (Some((known, likeness @ (Likeness::Spelling | Likeness::Alias))), Some(_)) => {
                Fault::Misspelled { key: key.id(), known: known.to_owned(), likeness }
            }
            (_, Some(belongs)) => Fault::Misplaced { key: key.id(), belongs },
            (None, None) if keys == "closed" && !self.newer => {
                let refused_by = schema.get("x-refused-by").and_then(Value::as_str).unwrap_or_default().to_owned();
                Fault::Unknown { key: key.id(), refused_by }
            }
            (None, None) => return,
        };
        self.found.push(Violation { path, node: node.id(), fault });
    }

    fn aliases(&self, schema: &'s Value) -> Vec<&'s str> {
        let list = schema.get("x-aliases").or_else(|| self.follow(schema).get("x-aliases"));
        list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The one path at which the schema knows a key of this name; list items and metadata do not count.
    fn elsewhere(&self, name: &str) -> Option<String> {
        let mut paths = Vec::new();
        self.collect_paths(self.schema, name, String::new(), &mut paths);
        match paths.as_mut_slice() {
            [only] => Some(std::mem::take(only)),
            _ => None,
        }
    }

    fn collect_paths(&self, schema: &'s Value, name: &str, path: String, paths: &mut Vec<String>) {
        let properties = self.follow(schema).get("properties").and_then(Value::as_object);
        for (key, inner) in properties.into_iter().flatten() {
            let here = join(&path, key);
            if inner.get("x-belongs-at").is_some() {
                continue;
            }
            self.collect_paths(inner, name, here.clone(), paths);
            if key == name {
                paths.push(here);
            }
        }
    }

    /// Types and required keys, as the validator finds them.
    fn values(&mut self) {
        let Ok(validator) = jsonschema::options_for::<Spanned>().offline().build(self.schema) else { return };
        for error in validator.iter_errors(Instance::Node(self.root)) {
            let pointer = error.instance_path().as_str().to_owned();
            let Some((node, path, inside_unknown)) = self.locate(&pointer) else { continue };
            let parent = error.schema_path().as_str().rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
            let Some(schema) = self.schema.pointer(&parent) else { continue };
            if inside_unknown || node.is_unknown() {
                continue;
            }
            match error.kind() {
                ValidationErrorKind::Required { property } => {
                    let Some(key) = property.as_str() else { continue };
                    let what = schema.get("properties").and_then(|p| p.get(key));
                    self.missing(schema, what, node, &path, key, None);
                }
                ValidationErrorKind::Type { .. } => self.wrong_type(schema, node, path, &pointer),
                ValidationErrorKind::MinLength { .. } => self.blank(node, &pointer),
                _ => {}
            }
        }
    }

    fn locate(&self, pointer: &str) -> Option<(Node<'t>, String, bool)> {
        let mut node = self.root;
        let mut path = String::new();
        let mut unknown = false;
        for segment in pointer.split('/').skip(1) {
            unknown |= node.is_unknown();
            let name = segment.replace("~1", "/").replace("~0", "~");
            if node.is_seq() {
                node = node.items().nth(name.parse().ok()?)?;
                path = format!("{path}[{name}]");
            } else {
                node = node.get(&name)?;
                path = join(&path, &name);
            }
        }
        Some((node, path, unknown))
    }

    fn missing(
        &mut self,
        schema: &Value,
        what: Option<&'s Value>,
        node: Node<'t>,
        path: &str,
        key: &str,
        blank: Option<Node<'t>>,
    ) {
        let meant = |v: &Violation| match &v.fault {
            Fault::Misspelled { known, .. } => v.node == node.id() && known == key,
            Fault::Misplaced { belongs, .. } => *belongs == join(path, key),
            _ => false,
        };
        if leaves(schema, "missing") || self.found.iter().any(meant) {
            return;
        }
        let title = what.map(|s| self.follow(s)).and_then(|s| s.get("title")).and_then(Value::as_str);
        let path = join(path, key);
        let stops = schema.get("x-stops").and_then(Value::as_str).map(|text| text.replace("{path}", &path));
        let fault = Fault::Missing {
            key: key.to_owned(),
            what: title.unwrap_or("it").to_owned(),
            stops,
            blank: blank.map(Node::id),
        };
        self.found.push(Violation { path, node: node.id(), fault });
    }

    /// A key that stands there with null or "": missing when it is required or guarded, else nothing.
    fn blank(&mut self, value: Node<'t>, pointer: &str) {
        let Some((above, name)) = pointer.rsplit_once('/') else { return };
        let Some((map, path, _)) = self.locate(above) else { return };
        let Some(entry) = map.entry(name) else { return };
        let schema = self.schema_at(above);
        let Some(schema) = schema else { return };
        let property = schema.get("properties").and_then(|p| p.get(name));
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = required.is_some_and(|list| list.iter().any(|key| key == name));
        let is_guarded = property.is_some_and(|p| self.follow(p).get("x-guarded").is_some());
        if (is_required || is_guarded) && !property.is_some_and(|p| leaves(p, "null")) {
            let stops_here = schema.clone();
            self.missing(&stops_here, property, map, &path, name, Some(entry.value));
        }
        let _ = value;
    }

    /// The schema that governs the map at `pointer`.
    fn schema_at(&self, pointer: &str) -> Option<&'s Value> {
        pointer.split('/').skip(1).try_fold(self.follow(self.schema), |schema, segment| {
            let property = schema.get("properties").and_then(|p| p.get(segment));
            let inner = property.or_else(|| schema.get("items"))?;
            Some(self.follow(inner))
        })
    }

    fn wrong_type(&mut self, schema: &'s Value, node: Node<'t>, path: String, pointer: &str) {
        let guarded_blank = schema.get("x-guarded").is_some() && node.text().is_some_and(|text| text.is_empty());
        if node.is_null() || guarded_blank {
            return self.blank(node, pointer);
        }
        let word = node.type_words().trim_start_matches("a ").trim_start_matches("an ");
        if leaves(schema, word) {
            return;
        }
        let expected = type_in_words(schema.get("type"));
        let item = schema.get("items").map(|items| self.follow(items)).and_then(|items| items.get("type"));
        let wrap = expected == "a list" && item.and_then(Value::as_str) == Some(word);
        let what = schema.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.found.push(Violation {
            path,
            node: node.id(),
            fault: Fault::Type { expected: expected.to_owned(), what, wrap },
        });
    }
}

fn leaves(schema: &Value, word: &str) -> bool {
    let list = schema.get("x-leave").and_then(Value::as_array);
    list.is_some_and(|words| words.iter().any(|w| w == word))
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
        Some("boolean") => "`true` or `false`",
        Some("number" | "integer") => "a number",
        _ => "a string",
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
