//! # `value-broken-by-unquoted-template`
//!
//! The Helm chart prints `identityProvider` and `jwksEndpoint` without quotes, so both are read as YAML a
//! second time. What YAML takes for more than text is cut off, becomes a boolean or null, or stops Helm.
//! Quotes in the values file do not help: they are gone after the first reading.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: "https://sso.acme.io/realms/ops/protocol/openid-connect/certs #new"
//! #                                                                             ^^^^ the chart loses this
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: "no"
//! #                    ^^ arrives as the boolean `false`
//!   jwksEndpoint: "*"
//! #                ^ helm stops with a YAML parse error
//! ```
//!
//! With `kubitSingleNamespace`, Helm does not even stop: the ConfigMap that it deploys holds the error
//! message in place of the cluster.
//!
//! ```yaml bad
//! kubitSingleNamespace: true
//! admin:
//!   identityProvider: "sso: keycloak"
//! #                       ^ the ConfigMap will hold an error message
//!   jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! Blanks and line breaks at the ends and a second pair of quotes do no harm, nor does a `#` or `:` inside a word:
//!
//! ```yaml good
//! admin:
//!   identityProvider: "keycloak "
//!   jwksEndpoint: |
//!     https://sso.acme.io/realms/ops/protocol/openid-connect/certs#keys
//! ```
//!
//! - [The chart's template](https://github.com/influxdata/helm-charts/blob/master/charts/influxdb3-clustered/templates/app-instance.yml) prints `{{required "missing admin.jwksEndpoint" .Values.admin.jwksEndpoint}}`
//! - [YAML 1.2.2, indicators that cannot begin a plain value](https://yaml.org/spec/1.2.2/#733-plain-style)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::input::splice::{part_place, value_place};
use crate::model::setting::Setting;
use crate::model::endpoint::masked;
use crate::model::helm::{self, Arrival, Culprit, Misprint};
use serde_json::Value;

pub(super) static RULE: Rule = Rule {
    id: "value-broken-by-unquoted-template",
    summary: "a value that the chart prints without quotes becomes something else",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("value_broken_by_unquoted_template.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(document), Some(admin)) = (context.document(), context.admin()) else { return };
    let in_config_map = document.root.get("kubitSingleNamespace").is_some_and(helm::counts_as_true);
    for (setting, misprint) in &admin.misprints {
        if let Misprint::Broken { arrival, culprit } = misprint {
            report(setting, arrival, culprit, in_config_map, findings);
        }
    }
}

fn report(setting: &Setting<'_>, arrival: &Arrival, culprit: &Culprit, in_config_map: bool, findings: &mut Findings<'_>) {
    let text = setting.exact_text().unwrap_or_default();
    let part = match culprit {
        Culprit::Leading(range) | Culprit::Comment(range) | Culprit::Colon(range) => text.get(range.clone()),
        Culprit::LineBreak | Culprit::Typed => None,
    };
    let place = part.map_or_else(|| value_place(setting.node), |part| part_place(setting.node, part.trim_start()));
    let without = match culprit {
        Culprit::LineBreak => "a value without a line break".to_owned(),
        Culprit::Typed => "a name that YAML takes for text".to_owned(),
        Culprit::Comment(_) => "a value without ` #`".to_owned(),
        Culprit::Colon(_) => "a value without `: `".to_owned(),
        Culprit::Leading(_) => format!("a value that does not begin with {}", quoted(part.unwrap_or_default().trim_end())),
    };
    let (gets, label) = match arrival {
        Arrival::Value(value) => {
            let what = in_words(value);
            let is_cut = matches!(culprit, Culprit::Comment(_));
            let label = if is_cut { "the chart loses this".to_owned() } else { format!("arrives as {what}") };
            (format!("the cluster gets {what}"), label)
        }
        Arrival::Injects(paths) => (format!("the cluster also gets {}", listed(paths)), "a line too many".to_owned()),
        Arrival::Breaks if in_config_map => {
            ("helm deploys an error message".to_owned(), "the ConfigMap will hold an error message".to_owned())
        }
        Arrival::Breaks => {
            ("helm stops".to_owned(), "helm stops with a YAML parse error".to_owned())
        }
    };
    findings
        .report(place, &setting.path, format!("the chart prints {} unquoted: {gets}", shown(text)))
        .label(label)
        .used_at(setting.node)
        .help(format!("write {without}; quotes in the values do not help"));
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("the boolean `{value}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
        Value::String(text) => quoted(text),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a map".to_owned(),
    }
}

fn listed(paths: &[String]) -> String {
    paths.iter().map(|path| quoted(path)).collect::<Vec<_>>().join(", ")
}

/// The value on one line.
fn shown(text: &str) -> String {
    let lines = text.trim().lines().map(str::trim).collect::<Vec<_>>().join("\\n");
    if lines.is_empty() { "nothing but blanks".to_owned() } else { quoted(&lines) }
}

/// In backticks, without secrets; a backtick itself as YAML escapes it.
fn quoted(text: &str) -> String {
    format!("`{}`", masked(text).replace('`', "\\x60"))
}
