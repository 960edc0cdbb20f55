//! fleet.yaml of Rancher Fleet: `helm.values`, for all clusters and for some.

use super::values::{self, Chart};
use super::{Finds, Way, has_items};
use crate::input::node::Node;
use crate::input::scalar::Reader;

pub(super) fn is_fleet(root: Node<'_>) -> bool {
    let has_values = root.at(&["helm", "values"]).is_some_and(Node::is_map);
    has_values || root.get("targetCustomizations").is_some_and(Node::is_seq)
}

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let chart = Chart::of(root.at(&["helm", "chart"]));
    let customized = has_items(root, &["targetCustomizations"]);
    helm(root, &way.layered(customized), chart, finds);
    for (index, target) in root.get("targetCustomizations").into_iter().flat_map(Node::items).enumerate() {
        helm(target, &way.down(&format!("targetCustomizations[{index}]")).layered(true), chart, finds);
    }
}

fn helm(root: Node<'_>, way: &Way, chart: Chart, finds: &mut Finds) {
    let Some(helm) = root.get("helm") else { return };
    let Some(map) = helm.get("values") else { return };
    let layered = has_items(helm, &["valuesFiles", "valuesFrom"]) || chart != Chart::Ours;
    values::visit(map.read_by(Reader::Helm), &way.down("helm.values").layered(layered), chart, finds);
}
