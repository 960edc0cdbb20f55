//! ConfigMap and Secret: the operator's `app-instance`, values files for Flux, manifests.

use super::fault::{Fault, FaultKind, Payload, first_line};
use super::values::Chart;
use super::{Expect, Finds, Way, closed, flux};
use crate::input::embedded;
use crate::input::node::Node;
use crate::input::scalar::Reader;
use crate::input::splice::value_place;
use crate::input::unknown::Unknown;
use crate::model::{residue, shape};

/// The operator's default name and key (kubecfg/kubit src/main.rs, `--config-map-name`).
const APP_INSTANCE: &str = "app-instance";

pub(super) fn visit(root: Node<'_>, data: &str, way: &Way, finds: &mut Finds) {
    let way = &Way { is_final: way.is_final || residue::is_final(root), ..way.clone() };
    for entry in root.get(data).into_iter().flat_map(Node::entries) {
        let name = entry.name();
        let file = name.rsplit_once('.').map(|(_, end)| end);
        let way = way.inside(&format!("{data}[\"{name}\"]"));
        let is_closed = is_ours_by_name(&name) && closed(entry.value).is_some();
        if name == APP_INSTANCE && !is_closed && !entry.value.is_unknown() {
            payload(root, entry.value, &way, finds);
        }
        if !is_closed && !entry.value.text().is_some_and(|text| may_be_ours(&text)) {
            continue;
        }
        if name == APP_INSTANCE {
            finds.string(entry.value, Reader::Operator, way, Expect::Resource);
        } else if is_values(&name) {
            // Where the release stands in the same stream, it is judged with its other layers.
            if !flux::takes(root, &name) {
                finds.string(entry.value, Reader::Helm, way.layered(true), Expect::Values(Chart::Untold));
            }
        } else if matches!(file, Some("yaml" | "yml" | "json")) {
            finds.string(entry.value, Reader::Kubectl, way, Expect::Resource);
        }
    }
}

/// What the operator refuses although it is YAML (kubecfg/kubit src/controller.rs, `from_config_map`).
fn payload(root: Node<'_>, text: Node<'_>, way: &Way, finds: &mut Finds) {
    let Some(inside) = embedded::read(text, Reader::Operator).filter(|inside| inside.error.is_none()) else { return };
    let Some(first) = inside.tree.document(0) else { return };
    let spec = inside.tree.duplicates().find(|(map, _, kept)| map.same(first) && kept.name() == "spec");
    let is_named = root.at(&["metadata", "name"]).and_then(Node::text).is_some_and(|name| name == APP_INSTANCE);
    let told = if let Some(error) = first.entry("Error").filter(|_| first.get("kind").is_none()) {
        Some((error.value.place(), Payload::FailedRender))
    } else if let Some((_, _, kept)) = spec.filter(|_| is_of_operator(first)) {
        Some((kept.place(), Payload::SpecTwice))
    } else if !shape::is_app_instance(first) {
        let is_instance = first.get("kind").and_then(Node::text).is_some_and(|kind| kind == "AppInstance");
        (is_named && !is_instance).then(|| (value_place(text), Payload::NoInstance))
    } else {
        inside.tree.document(1).map(|second| (second.place(), Payload::SecondDocument))
    };
    finds.faults.extend(told.map(|(place, payload)| Fault {
        document: way.document,
        path: way.prefix.trim_end_matches([':', ' ']).to_owned(),
        place: first_line(place),
        kind: FaultKind::Payload(payload),
    }));
}

fn is_of_operator(root: Node<'_>) -> bool {
    root.get("apiVersion").and_then(Node::text).is_some_and(|version| version.starts_with("kubecfg.dev/"))
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
