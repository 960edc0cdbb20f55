//! # `set-value-retyped`
//!
//! `--set`, and what works like it, takes digits for a number, `true` for a boolean and `null` for nothing,
//! whatever quotes stand around them. Ids and names are strings.
//!
//! ```yaml bad
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       parameters:
//!         - name: admin.users[0].id
//!           value: "248289761001"
//! #                 ^^^^^^^^^^^^ typed as a number
//!         - name: admin.identityProvider
//!           value: keycloak
//! ```
//!
//! ```yaml fixed
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       parameters:
//!         - name: admin.users[0].id
//!           forceString: true
//!           value: "248289761001"
//!         - name: admin.identityProvider
//!           value: keycloak
//! ```
//!
//! ```yaml bad
//! releases:
//!   - name: influxdb
//!     chart: influxdata/influxdb3-clustered
//!     set:
//!       - name: admin.identityProvider
//!         value: auth0
//!       - name: admin.users[0].firstName
//!         value: "true"
//! #               ^^^^ typed as a boolean
//! ```
//!
//! ```yaml bad
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       valueFiles: [values.yaml]
//!       parameters:
//!         - {name: "admin.users[0].id", value: "12"}
//! #                                             ^^ typed as a number
//! ```
//!
//! ```yaml fixed
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       valueFiles: [values.yaml]
//!       parameters:
//!         - {name: "admin.users[0].id", forceString: true, value: "12"}
//! ```
//!
//! These are strings with `--set`, too:
//!
//! ```yaml good
//! apiVersion: argoproj.io/v1alpha1
//! kind: Application
//! spec:
//!   source:
//!     chart: influxdb3-clustered
//!     helm:
//!       parameters:
//!         - {name: "admin.users[0].id", value: "248289761001", forceString: true}
//!         - {name: "admin.users[1].id", value: "0123"}
//!         - {name: "admin.users[2].id", value: 1e5}
//!         - {name: "admin.users[3].id", value: yes}
//!         - {name: "admin.users[4].id", value: "0x1F"}
//!         - {name: admin.identityProvider, value: acme}
//! ```
//!
//! - [Helm: the limits of `--set`](https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set)
//! - [Argo CD: Helm parameters and `forceString`](https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-parameters)

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Edit, Fix, Safety, Severity};
use crate::input::scalar::Typed;
use crate::model::container::Container;

pub(super) static RULE: Rule = Rule {
    id: "set-value-retyped",
    summary: "`--set` makes a number, boolean or null of an id or a name",
    severity: Severity::Error,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("set_value_retyped.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(document) = context.document() else { return };
    let help = match document.container {
        Container::ArgoApplication | Container::ArgoApplicationSet => "add `forceString: true` to this parameter",
        Container::Helmfile => "write it under `setString` instead of `set`",
        Container::HelmValues => "use `--set-string`",
        _ => "write it into the values as a quoted string",
    };
    for setting in context.admin().iter().flat_map(|admin| admin.retyped()) {
        let text = setting.node.scalar().map_or("", |scalar| &*scalar.text);
        let becomes = match setting.node.typed() {
            Some(Typed::Number(seen)) if seen == text => "a number".to_owned(),
            Some(Typed::Number(seen)) => format!("the number {seen}"),
            _ => setting.node.type_words().to_owned(),
        };
        findings
            .report(setting.node.place(), &setting.path, format!("`{}={text}` becomes {becomes}", setting.path))
            .label(format!("typed as {}", setting.node.type_words()))
            .help(help)
            .fix(setting.node.as_text().map(|edit| force(edit.clone())));
    }
}

fn force(edit: Edit) -> Fix {
    Fix { title: "add `forceString: true`".to_owned(), safety: Safety::Safe, edits: vec![edit] }
}
