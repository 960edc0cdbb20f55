//! # `private-key-in-plain-text`
//!
//! A private key stands in a file that git keeps. Whoever reads the signing key of a cluster makes tokens for every
//! person. InfluxDB makes that key itself since 20230922, and a CA bundle is for trust: it needs certificates alone.
//!
//! ```yaml bad in git
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         internalSigningKey:
//!           id: {value: "1"}
//!           publicKey: {valueFrom: {secretKeyRef: {name: keys, key: public}}}
//!           privateKey:
//!             value: |
//! #           ^^^^^ a private key
//!               -----BEGIN PRIVATE KEY-----
//!               aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lSaB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS
//!               -----END PRIVATE KEY-----
//! ```
//!
//! ```yaml bad in git
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: rsa-keys
//!   namespace: influxdb
//! stringData:
//!   private_key.pem: |
//! # ^^^^^^^^^^^^^^^ a private key
//!     -----BEGIN PRIVATE KEY-----
//!     aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lSaB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS
//!     -----END PRIVATE KEY-----
//! ```
//!
//! ```toml bad in git
//! [[profile]]
//!   name = "default"
//!   product = "clustered"
//!   host = "influxdb.acme.io"
//!   port = "443"
//!
//!   [profile.auth.oauth2]
//!     client_id = "influxctl"
//!     device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//!     token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//!
//!   [profile.tls]
//!     key = """
//! #   ^^^ a private key
//! -----BEGIN PRIVATE KEY-----
//! aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lSaB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS
//! -----END PRIVATE KEY-----
//! """
//! ```
//!
//! A path, a reference, a public key:
//!
//! ```yaml good in git
//! apiVersion: kubecfg.dev/v1alpha1
//! kind: AppInstance
//! spec:
//!   package:
//!     spec:
//!       admin:
//!         identityProvider: keycloak
//!         jwksEndpoint: https://sso.acme.io/realms/ops/protocol/openid-connect/certs
//!         internalSigningKey:
//!           id: {value: "1"}
//!           publicKey:
//!             value: |
//!               -----BEGIN PUBLIC KEY-----
//!               aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lSaB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS
//!               -----END PUBLIC KEY-----
//!           privateKey: {valueFrom: {secretKeyRef: {name: keys, key: private}}}
//! ```
//!
//! ```toml good in git
//! [[profile]]
//!   name = "default"
//!   product = "clustered"
//!   host = "influxdb.acme.io"
//!   port = "443"
//!
//!   [profile.auth.oauth2]
//!     client_id = "influxctl"
//!     device_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device"
//!     token_url = "https://sso.acme.io/realms/ops/protocol/openid-connect/token"
//!
//!   [profile.tls]
//!     key = "/etc/influxctl/tls.key"
//! ```
//!
//! - [InfluxData: Clustered release notes, 20230922](https://docs.influxdata.com/influxdb3/clustered/reference/release-notes/clustered/): `internalSigningKey` is optional and generated
//! - [InfluxData: Configure TLS](https://docs.influxdata.com/influxdb3/clustered/install/secure-cluster/tls/): what the CA bundle is for

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::placeholder::is_sample;
use crate::model::secret::{Leak, Secret};

pub(super) static RULE: Rule = Rule {
    id: "private-key-in-plain-text",
    summary: "a private key stands readable in a git repository",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("private_key_in_plain_text.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut found = Vec::new();
    if let Some(Secret { leak: Leak::PrivateKey(spot), .. }) = context.secret() {
        found.push((spot.path.clone(), spot.key.clone()));
    }
    if let Some(document) = context.document() {
        found.extend(document.private_keys());
    }
    for (path, place) in found {
        if context.is_in_repository(&place) && !is_sample(place.source.name()) {
            findings
                .report(place, &path, format!("a private key is in `{path}`"))
                .label("a private key")
                .help("remove it and make a new pair: whoever reads it can sign tokens");
        }
    }
}
