//! The root of a document: which container it is, by `kind` and `apiVersion`, or by its keys.

use super::json_patch::Target;
use super::values::Chart;
use super::{Container, Finds, Way, argo, config_map, fleet, flux, helmfile, json_patch, k3s, kustomize, values};
use crate::input::node::Node;
use crate::input::scalar::Reader;
use crate::model::shape::{self, Shape};

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    if root.is_seq() {
        return json_patch::visit(root, &way.of(Container::KustomizePatch), Target::Untold, finds);
    }
    if root.get("kind").is_none() && root.get("apiVersion").is_none() {
        return without_kind(root, way, finds);
    }
    let text = |key: &str| root.get(key).and_then(Node::text).unwrap_or_default();
    let (kind, version) = (text("kind"), text("apiVersion"));
    let group = version.split_once('/').map_or("", |(group, _)| group);
    match (&*kind, group) {
        (kind, _) if kind.ends_with("List") => list(root, &way.of(Container::List), finds),
        ("AppInstance", _) if shape::is_app_instance(root) => finds.part(root, Shape::AppInstance, way),
        ("ConfigMap", "") => config_map::visit(root, "data", &way.of(Container::ConfigMap), finds),
        ("Secret", "") => config_map::visit(root, "stringData", &way.of(Container::Secret), finds),
        ("SealedSecret", _) => config_map::sealed(root, way, finds),
        ("Application", "argoproj.io") => argo::application(root, &way.of(Container::ArgoApplication), finds),
        ("ApplicationSet", "argoproj.io") => {
            argo::application_set(root, &way.of(Container::ArgoApplicationSet), finds);
        }
        ("HelmRelease", group) if group.ends_with("fluxcd.io") => {
            flux::visit(root, &way.of(Container::FluxHelmRelease), finds);
        }
        ("HelmChart" | "HelmChartConfig", "helm.cattle.io") => {
            k3s::visit(root, &way.of(Container::K3sHelmChart), finds);
        }
        ("Kustomization" | "Component", group) if group.starts_with("kustomize.") => {
            let way = way.of(Container::Kustomization);
            // Flux keeps the same fields under `spec`.
            match root.get("spec").filter(|_| group.ends_with("fluxcd.io")) {
                Some(spec) => kustomize::patches(spec, &way.down("spec"), finds),
                None => kustomize::visit(root, &way, finds),
            }
        }
        ("HelmChartInflationGenerator", _) => kustomize::chart(root, &way.of(Container::Kustomization), finds),
        _ => {}
    }
}

fn without_kind(root: Node<'_>, way: &Way, finds: &mut Finds) {
    if values::is_ours(root, Chart::Untold) {
        values::visit(root.read_by(Reader::Helm), way, Chart::Untold, finds);
    } else if root.get("releases").is_some_and(Node::is_seq) {
        helmfile::visit(root, &way.of(Container::Helmfile), finds);
    } else if kustomize::is_kustomization(root) {
        kustomize::visit(root, &way.of(Container::Kustomization), finds);
    } else if fleet::is_fleet(root) {
        fleet::visit(root, &way.of(Container::Fleet), finds);
    } else {
        values::visit(root.read_by(Reader::Helm), way, Chart::Untold, finds);
    }
}

fn list(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let items = root.get("items").into_iter().flat_map(Node::items);
    for (index, item) in items.enumerate() {
        // A list in a list would be no Kubernetes object.
        if item.get("items").is_none() {
            visit(item, &way.down(&format!("items[{index}]")), finds);
        }
    }
}
