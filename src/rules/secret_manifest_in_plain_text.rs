//! # `secret-manifest-in-plain-text`
//!
//! The Secret stands readable in a file that git keeps: base64 is no encryption. `admin-token` administers the cluster
//! past the identity provider, and the Secret behind a DSN opens the catalog.
//!
//! ```yaml bad in git
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: admin-token
//! #       ^^^^^^^^^^^ readable
//!   namespace: influxdb
//! data:
//!   token: c29tZXRoaW5nIGVsc2U=
//! ```
//!
//! A Secret that the settings refer to:
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
//!         dsn:
//!           valueFrom:
//!             secretKeyRef: {name: catalog, key: dsn}
//! ---
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: catalog
//! #       ^^^^^^^ readable
//! stringData:
//!   dsn: postgres://influxdb:kWq3@pg.acme.io/influxdb
//! ```
//!
//! Encrypted, filled in later, public, and nobody's we know:
//!
//! ```yaml good in git
//! apiVersion: bitnami.com/v1alpha1
//! kind: SealedSecret
//! metadata:
//!   name: admin-token
//!   namespace: influxdb
//! spec:
//!   encryptedData:
//!     token: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq
//! ---
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: admin-token
//!   namespace: influxdb
//! data:
//!   token: ENC[AES256_GCM,data:pYs=,iv:a=,tag:b=,type:str]
//! ---
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: influxdb-shared-secret
//! stringData:
//!   secret: ${SHARED_SECRET}
//!   other: <internal-shared-secret>
//!   empty: ""
//!   ca.pem: |
//!     -----BEGIN CERTIFICATE-----
//!     MIIB
//!     -----END CERTIFICATE-----
//! ---
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: grafana
//! stringData:
//!   password: hunter2
//! ```
//!
//! ```yaml good
//! apiVersion: v1
//! kind: Secret
//! metadata:
//!   name: admin-token
//!   namespace: influxdb
//! data:
//!   token: c29tZXRoaW5nIGVsc2U=
//! ```
//!
//! - [InfluxData: Bypass your identity provider](https://docs.influxdata.com/influxdb3/clustered/admin/bypass-identity-provider/): what `admin-token` can do
//! - [Kubernetes: Secrets](https://kubernetes.io/docs/concepts/configuration/secret/): base64 is an encoding, not an encryption

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::placeholder::is_sample;
use crate::model::secret::Leak;

pub(super) static RULE: Rule = Rule {
    id: "secret-manifest-in-plain-text",
    summary: "a Secret of the cluster is readable in a git repository",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("secret_manifest_in_plain_text.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    context.each_leak(&mut |secret, reference| {
        let Leak::Values(spot) = &secret.leak else { return };
        if !context.is_in_repository(&secret.named_at) || is_sample(secret.named_at.source.name()) {
            return;
        }
        let message = format!("the Secret `{}` is in the repository, readable", secret.name);
        // A comment can speak for what stands in the judged file only.
        match reference.filter(|reference| reference.source.name() != secret.named_at.source.name()) {
            None => findings.report(secret.named_at.clone(), &spot.path, message).label("readable"),
            Some(reference) => findings
                .report(reference.clone(), &spot.path, message)
                .label("readable")
                .related(secret.named_at.clone(), "here"),
        }
        .help("encrypt it (SealedSecret, SOPS) or take it from a secret store, and change the value");
    });
}
