//! Values as Go holds them: merged by Helm, asked by `if`, printed by `{{ }}`.

use serde_json::{Map, Value};

use crate::input::node::Node;
use crate::input::scalar::Typed;

/// The value that the reader sees; what it refuses is null, since no reader goes on there.
pub(super) fn value_of(node: Node<'_>) -> Value {
    match node.typed() {
        Some(Typed::Null | Typed::Refused(_)) => Value::Null,
        Some(Typed::Bool(value)) => Value::Bool(value),
        Some(Typed::Number(number)) => serde_json::from_str(&number).unwrap_or(Value::String(number)),
        Some(Typed::Text | Typed::OtherText(_)) => node.text().map_or(Value::Null, Into::into),
        None if node.is_map() => {
            Value::Object(node.entries().map(|entry| (entry.name().into_owned(), value_of(entry.value))).collect())
        }
        None => node.items().map(value_of).collect(),
    }
}

/// `values` over `defaults`: maps merge, lists and scalars replace, null takes the default away.
pub(super) fn merge(values: Value, defaults: &Value) -> Value {
    match (values, defaults) {
        (Value::Object(mut values), Value::Object(defaults)) => {
            for (key, default) in defaults {
                match values.remove(key) {
                    None => _ = values.insert(key.clone(), default.clone()),
                    Some(Value::Null) => {}
                    Some(value) => _ = values.insert(key.clone(), merge(value, default)),
                }
            }
            Value::Object(values)
        }
        // An empty file.
        (Value::Null, defaults) => defaults.clone(),
        (values, _) => values,
    }
}

/// The truth of text/template: false for the zero of each type.
pub(super) fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}

/// The text of `{{ }}`: Go's `%v`.
pub(super) fn printed(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => float(number.as_f64().unwrap_or_default()),
        Value::String(text) => text.clone(),
        Value::Array(list) => format!("[{}]", list.iter().map(printed).collect::<Vec<_>>().join(" ")),
        Value::Object(map) => format!("map[{}]", sorted(map).join(" ")),
    }
}

fn sorted(map: &Map<String, Value>) -> Vec<String> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(key, _)| *key);
    entries.into_iter().map(|(key, value)| format!("{key}:{}", printed(value))).collect()
}

/// Every number of a values file is a float64, which `%v` writes with an exponent from a million on.
fn float(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-4..1e6).contains(&size) {
        return value.to_string();
    }
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(("+", exponent), |rest| ("-", rest));
    format!("{mantissa}e{sign}{exponent:0>2}")
}
