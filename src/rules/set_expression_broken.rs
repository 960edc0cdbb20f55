//! # `set-expression-broken`
//!
//! A `--set` expression that Helm reads otherwise than meant. An index past the end of a list fills the gap
//! with nulls. A comma ends the value. `{a,b}` is a list of bare texts, and users are maps. A dot in a key
//! begins a map below it.
//!
//! ```yaml bad
//! releases:
//!   - name: influxdb
//!     chart: influxdata/influxdb3-clustered
//!     values:
//!       - admin:
//!           identityProvider: acme
//!           jwksEndpoint: https://sso.acme.io/keys
//!           users:
//!             - {id: u-1, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//!     setString:
//!       - name: admin.users[2]
//!         value: "{{ .Values.user }}"
//! #               ^^^^^^^^^^^^^^^^^^ leaves `admin.users[1]` empty
//! ```
//!
//! ```yaml bad
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       parameters:
//!         - {name: admin.identityProvider, value: acme}
//!         - name: admin.users
//!           value: "{u-1,u-2}"
//! #                 ^^^^^^^^^ a list of bare texts
//! ```
//!
//! ```yaml bad
//! releases:
//!   - name: influxdb
//!     chart: influxdata/influxdb3-clustered
//!     set:
//!       - name: admin.identityProvider
//!         value: acme
//!       - name: ingress.annotations.cert-manager.io/cluster-issuer
//!         value: letsencrypt
//! #              ^^^^^^^^^^^ split at every dot
//! ```
//!
//! ```yaml good
//! releases:
//!   - name: influxdb
//!     chart: influxdata/influxdb3-clustered
//!     values:
//!       - admin:
//!           identityProvider: acme
//!           jwksEndpoint: https://sso.acme.io/keys
//!           users:
//!             - {id: u-1, firstName: Ada, lastName: Lovelace, email: ada@acme.io}
//!     set:
//!       - {name: "admin.users[1].id", value: u-2}
//!       - {name: "admin.users[1].firstName", value: Bob}
//!       - {name: "admin.users[1].lastName", value: "Byte, Jr."}
//!       - {name: 'ingress.annotations.cert-manager\.io/cluster-issuer', value: letsencrypt}
//!       - {name: "admin.users[1].email", value: bob@acme.io}
//! ```
//!
//! - [Helm: the format and limitations of `--set`](https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set)
//! - [helm/helm, pkg/strvals](https://github.com/helm/helm/blob/main/pkg/strvals/parser.go), which reads it

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::container::fault::{Expression, FaultKind};

pub(super) static RULE: Rule = Rule {
    id: "set-expression-broken",
    summary: "a `--set` expression that Helm reads otherwise than meant",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("set_expression_broken.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(fault) = context.fault() else { return };
    let FaultKind::Expression(expression) = &fault.kind else { return };
    let path = fault.path.rsplit_once(": ").map_or(&*fault.path, |(_, path)| path);
    let (message, label, help) = match expression {
        Expression::Gap(gap) => {
            let list = path.split(&format!("[{}]", gap.index)).next().unwrap_or(path);
            let first = gap.length;
            (
                format!("`{path}` leaves `{list}[{first}]` empty"),
                format!("leaves `{list}[{first}]` empty"),
                format!("write `{list}[{first}]`: the list has {} before it", entries(first)),
            )
        }
        Expression::Comma { value, rest } if is_public(path) => (
            format!("`{path}={value},{rest}` ends at the comma: helm takes `{rest}` for another path"),
            "a path without a value".to_owned(),
            format!("escape the comma: `{path}={value}\\,{rest}`"),
        ),
        Expression::Comma { .. } => (
            format!("`{path}` ends at a comma: helm takes the rest for another path"),
            "a path without a value".to_owned(),
            "escape the comma: `\\,`".to_owned(),
        ),
        Expression::BareUsers => (
            format!("`{path}` becomes a list of bare texts, not of users"),
            "a list of bare texts".to_owned(),
            "set each field: `admin.users[0].id=…`, `admin.users[0].firstName=…`".to_owned(),
        ),
        Expression::Dots { name } => (
            format!("`{path}` is split at every dot: no annotation or label is named `{name}`"),
            "split at every dot".to_owned(),
            format!("escape the dots: `{}`", path.replace(name, &name.replace('.', "\\."))),
        ),
        Expression::Refused(reason) => (
            format!("helm cannot read this expression: {reason}"),
            "helm stops here".to_owned(),
            "write `path=value`, with `\\` before a comma of the value".to_owned(),
        ),
    };
    findings.report(fault.place.clone(), &fault.path, message).label(label).help(help);
}

/// What these hold is no secret.
fn is_public(path: &str) -> bool {
    ["admin.users", "admin.identityProvider", "admin.jwksEndpoint"].iter().any(|public| path.contains(public))
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}
