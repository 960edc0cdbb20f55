//! The schema as one release states it: plain JSON Schema, for editors, Helm and validators.

use serde_json::{Map, Value, json};

use super::{is_before, of_shape, required_before};
use crate::model::release::{NEWEST_KNOWN, Release};
use crate::model::shape::Shape;

/// The name that `idplint schema` gives each schema, A to Z.
pub const NAMES: [(&str, Shape); 4] = [
    ("appinstance", Shape::AppInstance),
    ("config", Shape::Config),
    ("helm-values", Shape::HelmValues),
    ("influxctl", Shape::Influxctl),
];

/// The schema of `shape` for `release`, self-contained and without annotations of ours. No release, and one newer
/// than our facts, mean the newest known.
pub fn stated(shape: Shape, release: Option<&Release>) -> Value {
    let mut schema = state(&of_shape(shape).value, release);
    // influxctl and our own file are no part of a release.
    let is_of_release = matches!(shape, Shape::AppInstance | Shape::HelmValues);
    let description = schema.get_mut("description").filter(|_| is_of_release);
    if let Some(Value::String(description)) = description {
        let known = release.filter(|release| !release.is_newer_than_known());
        let when = known.map_or_else(|| format!("{NEWEST_KNOWN}, the newest known"), Release::to_string);
        description.push_str(&format!(" Release {when}."));
    }
    schema
}

fn state(schema: &Value, release: Option<&Release>) -> Value {
    match schema {
        Value::Object(map) => state_map(map, release),
        Value::Array(items) => items.iter().map(|item| state(item, release)).collect(),
        scalar => scalar.clone(),
    }
}

fn state_map(map: &Map<String, Value>, release: Option<&Release>) -> Value {
    let word = |key| map.get(key).and_then(Value::as_str);
    if word("x-belongs-at").is_some()
        || word("x-own-rule").is_some()
        || word("x-since").is_some_and(|date| is_before(release, date))
    {
        return Value::Bool(false);
    }
    // One identity for the texts of all releases would make validators mix them up.
    let is_plain = |key: &str| !key.starts_with("x-") && key != "$id";
    let plain = map.iter().filter(|(key, _)| is_plain(key));
    let mut stated: Map<_, _> = plain.map(|(key, value)| (key.clone(), state(value, release))).collect();
    if map.contains_key("x-stops") {
        // The chart's defaults and other values files lie around a file of values: the chart itself guards these keys.
        stated.shift_remove("required");
    }
    for key in required_before(map.get("x-required-before"), release) {
        if let Value::Array(required) = stated.entry("required").or_insert_with(|| json!([])) {
            required.push(key.into());
        }
    }
    let dated = map.get("x-from").and_then(Value::as_object).into_iter().flatten();
    for (_, keywords) in dated.filter(|(date, _)| !is_before(release, date)) {
        if let Value::Object(keywords) = state(keywords, release) {
            stated.extend(keywords);
        }
    }
    match word("x-keys") {
        Some("closed" | "sealed") => drop(stated.insert("additionalProperties".to_owned(), json!(false))),
        Some("dropping") => {
            // Keys of nobody's vocabulary hold anchors.
            stated.insert("patternProperties".to_owned(), json!({ "^x-": true }));
            stated.insert("additionalProperties".to_owned(), json!(false));
        }
        _ => {}
    }
    Value::Object(stated)
}
