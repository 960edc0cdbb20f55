//! # `endpoint-on-loopback`
//!
//! Inside a pod `localhost` is the pod itself, link-local addresses are its node or the cloud's metadata
//! service, and `host.docker.internal` does not exist. No provider answers there.
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: http://localhost:8080/realms/ops/protocol/openid-connect/certs
//! #                      ^^^^^^^^^^^^^^ the pod itself
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://127.0.0.1/realms/ops/protocol/openid-connect/certs
//! #                       ^^^^^^^^^ the pod itself
//! ```
//!
//! ```yaml bad
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: http://host.docker.internal:8080/realms/ops/protocol/openid-connect/certs
//! #                      ^^^^^^^^^^^^^^^^^^^^^^^^^ the pod itself
//! ```
//!
//! ```yaml good
//! admin:
//!   identityProvider: keycloak
//!   jwksEndpoint: https://keycloak.auth.svc:8443/realms/ops/protocol/openid-connect/certs
//! ```
//!
//! - [RFC 6761, section 6.3](https://www.rfc-editor.org/rfc/rfc6761#section-6.3)
//! - [confluentinc/confluent-kubernetes-examples#449](https://github.com/confluentinc/confluent-kubernetes-examples/issues/449)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::endpoint::place_of;
use crate::provider::{HostClass, host_class};

pub(super) static RULE: Rule = Rule {
    id: "endpoint-on-loopback",
    summary: "`jwksEndpoint` points at the pod itself",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("endpoint_on_loopback.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((setting, url)) = context.endpoint_url() else { return };
    if url.placeholder_host || host_class(&url.url) != HostClass::Loopback {
        return;
    }
    let host = url.url.host_str().unwrap_or_default();
    findings
        .report(
            place_of(setting, |parts| Some(parts.host)),
            &setting.path,
            format!("`jwksEndpoint` points at the pod itself: `{host}`"),
        )
        .label("the pod itself")
        .used_at(setting.node)
        .help("write a name that pods can reach: the provider's Service or its public name");
}
