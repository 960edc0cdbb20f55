//! Walks the maps that a schema names: which keys are unknown, misspelled, misplaced or missing.

use serde_json::{Map, Value};

use super::nearest::{Likeness, nearest};
use super::{Fault, Schema, Violation, join, required_before, words};
use crate::input::node::{Entry, Node};
use crate::input::scalar::Reader;
use crate::model::release::Release;

/// What the schema says about the keys of a document, and whether some value has another type than it says.
pub(super) fn judge(schema: &Schema, root: Node<'_>, release: Option<&Release>) -> (Vec<Violation>, bool) {
    let foreign = root.at(&["spec", "package", "apiVersion"]).and_then(Node::text);
    let lenient = release.is_some_and(Release::is_newer_than_known)
        || foreign.is_some_and(|version| !version.starts_with("influxdata.com/"));
    let mut walk = Walk { schema, root, release, lenient, types_differ: false, found: Vec::new() };
    let first_key = root.entries().next().map_or(root, |entry| entry.key);
    walk.visit(&schema.value, first_key, root, "");
    let types_differ = walk.types_differ;
    let (missing, mut found): (Vec<_>, Vec<_>) =
        walk.found.into_iter().partition(|v| matches!(v.fault, Fault::Missing { .. }));
    let not_elsewhere = |v: &Violation| !found.iter().any(|other| other.stands_for(&v.path));
    let missing: Vec<_> = missing.into_iter().filter(not_elsewhere).collect();
    found.extend(missing);
    (found, types_differ)
}

/// True when the schema names no type, or the node's.
fn fits(schema: &Value, node: Node<'_>) -> bool {
    let word = match node.type_words() {
        "a map" => "object",
        "a list" => "array",
        "a number" => "number",
        "a boolean" => "boolean",
        "null" => "null",
        _ => "string",
    };
    match schema.get("type") {
        Some(Value::Array(types)) => types.iter().any(|one| one == word),
        Some(one) => one == word,
        None => true,
    }
}

struct Walk<'s, 't> {
    schema: &'s Schema,
    root: Node<'t>,
    release: Option<&'s Release>,
    /// A newer release than our facts know, or another package: unknown keys may be right.
    lenient: bool,
    types_differ: bool,
    found: Vec<Violation>,
}

impl<'s, 't> Walk<'s, 't> {
    /// Judges `node`, which stands under `key` (the item itself in a list, the first key at the root).
    fn visit(&mut self, schema: &'s Value, key: Node<'t>, node: Node<'t>, path: &str) {
        let schema = self.schema.follow(schema);
        if node.is_unknown() {
            return;
        }
        self.types_differ |= !fits(schema, node);
        if let Some(items) = schema.get("items") {
            for (index, item) in node.items().enumerate() {
                self.visit(items, item, item, &format!("{path}[{index}]"));
            }
        }
        let Some(known) = schema.get("properties").and_then(Value::as_object).filter(|_| node.is_map()) else { return };
        for entry in node.entries().filter(|entry| !entry.key.is_unknown()) {
            let name = entry.name();
            let path = join(path, &name);
            match self.known_key(known, &name) {
                Some(inner) => match inner.get("x-belongs-at").and_then(Value::as_str) {
                    Some(belongs) if self.is_free(belongs) => {
                        self.report(entry.key, node, path, Fault::Misplaced { belongs: belongs.to_owned() });
                    }
                    Some(_) => {}
                    None => self.visit(inner, entry.key, entry.value, &path),
                },
                None => {
                    if let Some(fault) = self.unknown_key(schema, known, node, &name, &path) {
                        self.report(entry.key, node, path, fault);
                    }
                }
            }
        }
        self.missing_keys(schema, known, key, node, path);
    }

    /// The schema of a key; influxctl's reader ignores case.
    fn known_key(&self, known: &'s Map<String, Value>, name: &str) -> Option<&'s Value> {
        let any_case = || known.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, inner)| inner);
        known.get(name).or_else(|| if self.root.reader() == Reader::Toml { any_case() } else { None })
    }

    fn report(&mut self, at: Node<'t>, within: Node<'t>, path: String, fault: Fault) {
        let at = at.id();
        // A map that is used twice through aliases is one text.
        if !self.found.iter().any(|v| v.at == at && v.fault == fault) {
            self.found.push(Violation { path, at, within: within.id(), fault });
        }
    }

    fn unknown_key(
        &self,
        schema: &'s Value,
        known: &'s Map<String, Value>,
        node: Node<'t>,
        name: &str,
        path: &str,
    ) -> Option<Fault> {
        let keys = schema.get("x-keys").and_then(Value::as_str)?;
        let absent = known.iter().filter(|(known, _)| node.get(known).is_none());
        let candidates: Vec<(&str, Vec<&str>)> = absent.map(|(name, s)| (name.as_str(), self.aliases(s))).collect();
        let near = if keys == "placed" { None } else { nearest(name, &candidates) };
        let misspelled = |(known, likeness): (&str, _)| Fault::Misspelled { known: known.to_owned(), likeness };
        let elsewhere = if keys == "sealed" { None } else { self.elsewhere(name, path) };
        match (near, elsewhere) {
            // A name that another level knows to the letter beats one that is an edit away.
            (Some((_, Likeness::Edit)) | None, Some(belongs)) => Some(Fault::Misplaced { belongs }),
            (Some(near), _) => Some(misspelled(near)),
            (None, None) if matches!(keys, "closed" | "sealed") && !self.lenient => {
                let refused_by = schema.get("x-refused-by").and_then(Value::as_str).unwrap_or_default().to_owned();
                Some(Fault::Unknown { refused_by })
            }
            // Keys of nobody's vocabulary hold anchors.
            (None, None) if keys == "dropping" && !self.lenient && !name.starts_with("x-") => Some(Fault::Dropped),
            (None, None) => None,
        }
    }

    fn aliases(&self, schema: &'s Value) -> Vec<&'s str> {
        words(schema, "x-aliases").chain(words(self.schema.follow(schema), "x-aliases")).collect()
    }

    /// The one path at which the schema knows the key at `path`, when it is free.
    fn elsewhere(&self, name: &str, path: &str) -> Option<String> {
        let mut paths = Vec::new();
        self.collect_paths(&self.schema.value, name, "", &mut paths);
        match paths.as_mut_slice() {
            [only] => in_entries_of(only, path).filter(|belongs| self.is_free(belongs)),
            _ => None,
        }
    }

    fn collect_paths(&self, schema: &'s Value, name: &str, path: &str, paths: &mut Vec<String>) {
        let schema = self.schema.follow(schema);
        if let Some(items) = schema.get("items") {
            self.collect_paths(items, name, &format!("{path}[]"), paths);
        }
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        for (key, inner) in properties.filter(|(_, inner)| inner.get("x-belongs-at").is_none()) {
            let here = join(path, key);
            self.collect_paths(inner, name, &here, paths);
            if key == name {
                paths.push(here);
            }
        }
    }

    fn is_free(&self, path: &str) -> bool {
        let step = |node: Node<'t>, step: &str| {
            let (name, index) = step.split_once('[').map_or((step, None), |(name, index)| (name, Some(index)));
            let value = node.get(name)?;
            match index {
                Some(index) => value.items().nth(index.trim_end_matches(']').parse().ok()?),
                None => Some(value),
            }
        };
        path.split('.').try_fold(self.root, step).is_none()
    }

    /// Required keys that are absent or empty, and guarded keys that are empty.
    fn missing_keys(
        &mut self,
        schema: &'s Value,
        known: &'s Map<String, Value>,
        key: Node<'t>,
        node: Node<'t>,
        path: &str,
    ) {
        let required: Vec<&str> = self.required(schema).chain(required_by(schema, node)).collect();
        for (name, inner) in known {
            let inner = self.schema.follow(inner);
            let entry = node.entry(name);
            let is_required = required.contains(&name.as_str());
            let is_guarded = inner.get("x-guarded").is_some();
            let at = match entry {
                None if is_required => key,
                Some(entry) if (is_required || is_guarded) && is_blank(entry) => place_of_blank(entry),
                _ => continue,
            };
            let path = join(path, name);
            let stops_blank = entry.and_then(|_| schema.get("x-stops-blank"));
            let stops = stops_blank.or_else(|| schema.get("x-stops")).and_then(Value::as_str);
            let fault = Fault::Missing {
                key: name.clone(),
                what: inner.get("title").and_then(Value::as_str).unwrap_or("it").to_owned(),
                stops: stops.map(|text| text.replace("{path}", &path)),
            };
            self.report(at, node, path, fault);
        }
    }

    /// `required`, and what releases before a date require as well.
    fn required(&self, schema: &'s Value) -> impl Iterator<Item = &'s str> {
        let older: Vec<&str> = required_before(schema.get("x-required-before"), self.release).collect();
        // Entries of `users` have rules of their own.
        let own_rule = words(schema, "x-leave").any(|left| left == "missing");
        words(schema, "required").chain(older).filter(move |_| !own_rule)
    }
}

/// A path of the schema in the entries of lists that the key at `path` is in; `None` where nobody can tell which
/// entry is meant.
fn in_entries_of(of_schema: &str, path: &str) -> Option<String> {
    let mut parts = of_schema.split("[]");
    let mut found = parts.next()?.to_owned();
    for part in parts {
        let index = path.strip_prefix(&*found)?.strip_prefix('[')?.split_once(']')?.0;
        found.extend(["[", index, "]", part]);
    }
    Some(found)
}

/// The keys of `x-required-by` that the value of another key requires.
fn required_by<'s>(schema: &'s Value, node: Node<'_>) -> impl Iterator<Item = &'s str> {
    let by_key = schema.get("x-required-by").and_then(Value::as_object).into_iter().flatten();
    by_key.flat_map(move |(key, by_value)| {
        let value = node.get(key).and_then(Node::text).unwrap_or_default().to_ascii_lowercase();
        let keys = by_value.get(&value).and_then(Value::as_array);
        keys.into_iter().flatten().filter_map(Value::as_str)
    })
}

fn is_blank(entry: Entry<'_>) -> bool {
    entry.value.is_null() || entry.value.text().is_some_and(|text| text.is_empty())
}

/// The empty value; its key when nothing at all stands there.
fn place_of_blank(entry: Entry<'_>) -> Node<'_> {
    if entry.value.span().is_empty() { entry.key } else { entry.value }
}
