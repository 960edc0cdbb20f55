//! What the chart influxdb3-clustered makes of one merged values document, as measured with Helm 3.12 to 4.3.
//!
//! The template guards four settings with `required`, writes `users` and `dsn` through `toYaml`, and prints
//! `identityProvider` and `jwksEndpoint` as they are, so that these two are read a second time as YAML
//! (influxdata/helm-charts, charts/influxdb3-clustered/templates/app-instance.yml; unchanged since 0.1.0).

mod go;
mod unquoted;

use serde_json::{Map, Value, json};

pub use self::unquoted::{Arrival, Culprit, Field, Misprint, arrives, misprint};

use self::go::{is_true, merge, printed, value_of};
use self::unquoted::{Around, Read, read_back};
use crate::input::node::Node;
use crate::input::scalar::{Reader, Tag, Typed, resolve};

/// The keys of `admin` that the template prints. Every other one is dropped.
pub const ADMIN_KEYS: [&str; 4] = ["users", "dsn", "identityProvider", "jwksEndpoint"];

/// What `helm template` does with the values.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Helm stops.
    Fails(Failure),
    /// Helm ends well, but the ConfigMap of the single-namespace mode holds `{"Error": …}` for a resource: the
    /// template's `fromYaml` turns a YAML error into a value.
    ShipsError(String),
    /// Helm ends well with a resource.
    Renders(Box<Rendered>),
}

/// Why Helm stops.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// A guard: the value at this path is nil or "".
    #[error("missing {0}")]
    Missing(String),
    /// A map of the values that the template looks into is null.
    #[error("nil pointer evaluating interface {{}}.{0}")]
    NilPointer(&'static str),
    /// A map of the values that the template looks into is something else.
    #[error("can't evaluate field {0} in type interface {{}}")]
    NoField(&'static str),
    /// What the template prints is no YAML.
    #[error("YAML parse error: {0}")]
    BrokenYaml(String),
}

/// The rendered settings, as the cluster reads them.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// `identityProvider`, read a second time.
    pub identity_provider: Value,
    /// `jwksEndpoint`, read a second time.
    pub jwks_endpoint: Value,
    /// `users`; the chart's blank user where no values set it, null where a map of users was given.
    pub users: Value,
    /// `dsn`, merged with the chart's blank reference.
    pub dsn: Value,
    /// `egress.customCertificates`, while `useCustomEgress` is on.
    pub custom_certificates: Option<Value>,
    /// Keys that the template does not print: those of a map of users, and those behind a line break.
    pub leaked: Vec<String>,
    /// True when the resource is shipped as JSON in a ConfigMap (`kubitSingleNamespace`).
    pub in_config_map: bool,
}

/// What the chart renders from the values `root`; its own defaults lie underneath.
pub fn render(root: Node<'_>) -> Outcome {
    let values = merge(value_of(root), &defaults());
    rendered(&values).unwrap_or_else(Outcome::Fails)
}

/// True for what a template's `if` takes for yes: everything but null, false, 0 and what is empty.
pub fn counts_as_true(node: Node<'_>) -> bool {
    is_true(&value_of(node))
}

/// True for a text whose writer meant no, `"false"` or `"0"`: a template takes it for yes.
pub fn says_no(node: Node<'_>) -> bool {
    let is_no = |text: &str| text == "0" || resolve(text, true, Tag::None, Reader::Helm) == Typed::Bool(false);
    node.text().is_some_and(|text| is_no(&text))
}

/// The defaults of the chart, as far as they meet the settings here (its values.yaml).
fn defaults() -> Value {
    json!({
        "admin": {
            "users": [{"firstName": "", "lastName": "", "email": "", "id": ""}],
            "dsn": {"valueFrom": {"secretKeyRef": {"name": "", "key": ""}}},
            "identityProvider": "",
            "jwksEndpoint": "",
        },
        "egress": {"customCertificates": {"valueFrom": {"configMapKeyRef": {"name": "", "key": ""}}}},
        "useCustomEgress": false,
        "kubitSingleNamespace": false,
        "featureFlags": [],
    })
}

fn rendered(values: &Value) -> Result<Outcome, Failure> {
    let admin = map_at(values, "admin", "users")?;
    let [users, dsn, name, url] = ADMIN_KEYS.map(|key| required(admin, key));
    let (users, dsn, name, url) = (users?, dsn?, printed(name?), printed(url?));
    let is_on = |key| values.get(key).is_some_and(is_true);
    let custom_certificates = match is_on("useCustomEgress") {
        true => Some(map_at(values, "egress", "customCertificates")?.get("customCertificates").cloned()),
        false => None,
    };
    let in_config_map = is_on("kubitSingleNamespace");
    let around = Around { is_followed: custom_certificates.is_some() || is_on("featureFlags"), in_config_map };
    let read = users_text(users).and_then(|users| Ok((users, read_back(&name, &url, around)?)));
    let ((users, mut leaked), read) = match read {
        Ok(both) => both,
        Err(reason) if in_config_map => return Ok(Outcome::ShipsError(reason)),
        Err(reason) => return Err(Failure::BrokenYaml(reason)),
    };
    let Read { identity_provider, jwks_endpoint, injected } = read;
    leaked.extend(injected);
    Ok(Outcome::Renders(Box::new(Rendered {
        identity_provider,
        jwks_endpoint,
        users,
        dsn: dsn.clone(),
        custom_certificates: custom_certificates.map(Option::unwrap_or_default),
        leaked,
        in_config_map,
    })))
}

/// `.Values.<key>`, of which the template then takes `field`.
fn map_at<'v>(values: &'v Value, key: &str, field: &'static str) -> Result<&'v Map<String, Value>, Failure> {
    match values.get(key) {
        Some(Value::Object(map)) => Ok(map),
        None | Some(Value::Null) => Err(Failure::NilPointer(field)),
        Some(_) => Err(Failure::NoField(field)),
    }
}

/// Helm's `required`: nil and "" fail, and nothing else.
fn required<'v>(admin: &'v Map<String, Value>, key: &str) -> Result<&'v Value, Failure> {
    let value = admin.get(key).filter(|value| !value.is_null() && value.as_str() != Some(""));
    value.ok_or_else(|| Failure::Missing(format!("admin.{key}")))
}

/// What `users:` holds, and the keys that leak out of it: the text of `toYaml` stands at the key's own indent,
/// where only the entries of a list belong to it.
fn users_text(users: &Value) -> Result<(Value, Vec<String>), String> {
    match users {
        Value::Array(list) if !list.is_empty() => Ok((users.clone(), Vec::new())),
        Value::Object(map) if !map.is_empty() => {
            let others = map.keys().filter(|key| !ADMIN_KEYS.contains(&key.as_str()));
            let mut leaked: Vec<_> = others.map(|key| unquoted::in_admin(key)).collect();
            leaked.sort();
            // Of a key that is written twice the last one counts; the template's own stand behind, but for `users`.
            Ok((map.get("users").cloned().unwrap_or_default(), leaked))
        }
        _ => Err("could not find expected ':'".to_owned()),
    }
}

#[cfg(test)]
mod tests;
