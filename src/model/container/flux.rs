//! Flux HelmRelease: `spec.values`, and patches of what the chart renders.

use super::values::{self, Chart};
use super::{Finds, Way, has_items, kustomize};
use crate::input::node::Node;
use crate::input::scalar::Reader;

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let Some(spec) = root.get("spec") else { return };
    let named = spec.at(&["chart", "spec", "chart"]).or_else(|| spec.at(&["chart", "name"]));
    let chart = Chart::of(named);
    let way = way.down("spec");
    if let Some(map) = spec.get("values") {
        let layered = has_items(spec, &["valuesFrom"]) || chart != Chart::Ours;
        values::visit(map.read_by(Reader::Helm), &way.down("values").layered(layered), chart, finds);
    }
    for (index, renderer) in spec.get("postRenderers").into_iter().flat_map(Node::items).enumerate() {
        if let Some(kustomize) = renderer.get("kustomize") {
            kustomize::patches(kustomize, &way.down(&format!("postRenderers[{index}].kustomize")), finds);
        }
    }
}
