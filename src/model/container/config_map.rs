//! ConfigMap and Secret: the operator's `app-instance`, values files for Flux, manifests.

use super::values::Chart;
use super::{Expect, Finds, Way};
use crate::input::node::Node;
use crate::input::scalar::Reader;

/// The operator's default name and key (kubecfg/kubit src/main.rs, `--config-map-name`).
const APP_INSTANCE: &str = "app-instance";

pub(super) fn visit(root: Node<'_>, data: &str, way: &Way, finds: &mut Finds) {
    for entry in root.get(data).into_iter().flat_map(Node::entries) {
        let name = entry.name();
        let file = name.rsplit_once('.').map(|(_, end)| end);
        let is_values = name.contains("values");
        if !entry.value.text().is_some_and(|text| may_be_ours(&text)) {
            continue;
        }
        let way = way.inside(&format!("{data}[\"{name}\"]"));
        if name == APP_INSTANCE {
            finds.string(entry.value, Reader::Operator, way, Expect::Resource);
        } else if is_values {
            finds.string(entry.value, Reader::Helm, way.layered(true), Expect::Values(Chart::Untold));
        } else if matches!(file, Some("yaml" | "yml" | "json")) {
            finds.string(entry.value, Reader::Kubectl, way, Expect::Resource);
        }
    }
}

/// Spares the parser the files of everybody else.
fn may_be_ours(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["jwks", "identityprovider", "kubecfg.dev", "influxdb"].iter().any(|word| lower.contains(word))
}
