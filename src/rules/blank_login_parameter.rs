//! # `blank-login-parameter`
//!
//! InfluxData's sample profiles carry `scopes = [""]` and `parameters = { audience = "" }`. Both are sent as they
//! are: a parameter without a value counts as absent at best. A scope is one word; several of them are several
//! texts.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! scopes = [""]
//! #         ^^ blank
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! parameters = { audience = "" }
//! #                         ^^ blank
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! scopes = ["openid profile"]
//! #          ^^^^^^^^^^^^^^ several scopes in one text
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! scopes = ["openid", "profile"]
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! scopes = ["openid", "profile"]
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//!
//! [profile.auth.oauth2]
//! client_id = "influxctl"
//! scopes = []
//! device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//! token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//! ```
//!
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/)
//! - [RFC 6749, section 3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2): parameters without a value
//! - [RFC 6749, section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3): a scope is one word

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Edit, Fix, Safety, Severity};
use crate::input::splice::{remove_entry, value_place};
use crate::model::setting::Setting;
use crate::model::influxctl::Login;
use crate::provider::Family;

pub(super) static RULE: Rule = Rule {
    id: "blank-login-parameter",
    summary: "a blank scope or parameter, or several scopes in one text",
    severity: Severity::Note,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("blank_login_parameter.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (_, login) in context.logins() {
        let is_entra = login.family() == Some(Family::Entra);
        // Entra refuses a login without any scope, which is worse.
        if let Some(scopes) = login.scopes.as_ref().filter(|_| !(is_entra && login.lacks_scope())) {
            judge_scopes(login, scopes, findings);
        }
        let is_auth0 = login.is_hosted_by(Family::Auth0);
        for member in login.parameters.iter().flat_map(Setting::members).filter(Setting::is_empty) {
            // What Auth0 does without an audience has a rule of its own.
            if !(is_auth0 && member.key.name().eq_ignore_ascii_case("audience")) {
                let is_only = login.parameters.iter().flat_map(Setting::members).all(|other| other.is_empty());
                let edit = match &login.parameters {
                    Some(parameters) if !is_only => remove_entry(parameters.node, &member.key.name()),
                    _ => remove_entry(login.node, "parameters"),
                };
                report("parameters", &member, "blank", edit.map(|edit| fix("remove it", edit)), findings);
            }
        }
    }
}

fn judge_scopes(login: &Login<'_>, scopes: &Setting<'_>, findings: &mut Findings<'_>) {
    let items: Vec<_> = scopes.items().collect();
    let is_several = |scope: &Setting<'_>| scope.text().is_some_and(|text| text.contains(' '));
    let Some(first) = items.iter().find(|scope| scope.is_empty() || is_several(scope)) else { return };
    let written = items.iter().filter(|scope| !scope.is_empty()).flat_map(|scope| match scope.text() {
        Some(text) if text.contains(' ') => text.split_whitespace().map(|one| format!("\"{one}\"")).collect(),
        _ => vec![scope.node.raw().to_owned()],
    });
    let written: Vec<String> = written.collect();
    let is_plain = !scopes.node.raw().contains(['#', '\n']);
    let fix = match written.as_slice() {
        [] => remove_entry(login.node, "scopes").map(|edit| fix("remove it", edit)),
        _ if is_plain => {
            let list = format!("[{}]", written.join(", "));
            Some(Fix::replace(scopes.node.place(), list.clone(), format!("write `{list}`"), Safety::Safe))
        }
        _ => None,
    };
    report("scopes", first, if first.is_empty() { "blank" } else { "several scopes in one text" }, fix, findings);
}

fn fix(title: &str, edit: Edit) -> Fix {
    Fix { title: title.to_owned(), safety: Safety::Safe, edits: vec![edit] }
}

fn report(key: &str, at: &Setting<'_>, what: &str, fix: Option<Fix>, findings: &mut Findings<'_>) {
    let (message, help) = match what {
        "blank" => (format!("`{key}` holds a blank"), "remove it"),
        _ => (format!("`{key}` holds {what}"), "split it"),
    };
    findings.report(value_place(at.node), &at.path, message).label(what).help(help).fix(fix);
}
