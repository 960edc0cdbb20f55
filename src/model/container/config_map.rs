//! ConfigMap and Secret: the operator's `app-instance`, values files for Flux, manifests.

use super::values::Chart;
use super::{Expect, Finds, Way, closed};
use crate::input::node::Node;
use crate::input::scalar::Reader;
use crate::input::unknown::Unknown;

/// The operator's default name and key (kubecfg/kubit src/main.rs, `--config-map-name`).
const APP_INSTANCE: &str = "app-instance";

pub(super) fn visit(root: Node<'_>, data: &str, way: &Way, finds: &mut Finds) {
    for entry in root.get(data).into_iter().flat_map(Node::entries) {
        let name = entry.name();
        let file = name.rsplit_once('.').map(|(_, end)| end);
        let is_closed = is_ours_by_name(&name) && closed(entry.value).is_some();
        if !is_closed && !entry.value.text().is_some_and(|text| may_be_ours(&text)) {
            continue;
        }
        let way = way.inside(&format!("{data}[\"{name}\"]"));
        if name == APP_INSTANCE {
            finds.string(entry.value, Reader::Operator, way, Expect::Resource);
        } else if is_values(&name) {
            finds.string(entry.value, Reader::Helm, way.layered(true), Expect::Values(Chart::Untold));
        } else if matches!(file, Some("yaml" | "yml" | "json")) {
            finds.string(entry.value, Reader::Kubectl, way, Expect::Resource);
        }
    }
}

/// SealedSecret: only its names can be read.
pub(super) fn sealed(root: Node<'_>, way: &Way, finds: &mut Finds) {
    for entry in root.at(&["spec", "encryptedData"]).into_iter().flat_map(Node::entries) {
        let name = entry.name();
        if is_ours_by_name(&name) {
            finds.closed(entry.value, &way.inside(&format!("spec.encryptedData[\"{name}\"]")), Unknown::Encrypted);
        }
    }
}

fn is_ours_by_name(name: &str) -> bool {
    name == APP_INSTANCE || is_values(name)
}

fn is_values(name: &str) -> bool {
    name.contains("values")
}

/// Spares the parser the files of everybody else.
fn may_be_ours(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["jwks", "identityprovider", "kubecfg.dev", "influxdb"].iter().any(|word| lower.contains(word))
}
