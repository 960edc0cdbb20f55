//! kustomize: charts with inline values, strategic-merge patches, JSON patches. Patches are fragments.

use super::json_patch::Target;
use super::layers::{self, Layer};
use super::values::{self, Chart};
use super::{Expect, Finds, Way, has_items};
use crate::input::node::Node;
use crate::input::scalar::Reader;

const CHARTS: [&str; 2] = ["helmCharts", "helmChartInflationGenerator"];
const PATCHES: [&str; 3] = ["patches", "patchesStrategicMerge", "patchesJson6902"];

/// A kustomization.yaml may leave out `kind` and `apiVersion`.
pub(super) fn is_kustomization(root: Node<'_>) -> bool {
    CHARTS.iter().chain(&PATCHES).any(|key| root.get(key).is_some_and(Node::is_seq))
}

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    for list in CHARTS {
        for (index, one) in root.get(list).into_iter().flat_map(Node::items).enumerate() {
            chart(one, &way.down(&format!("{list}[{index}]")), finds);
        }
    }
    patches(root, way, finds);
}

/// One chart: `valuesFile` stands in for the chart's defaults, so inline values are then a layer.
pub(super) fn chart(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let name = if root.get("kind").is_some() { None } else { root.get("name") };
    let chart = Chart::of(root.get("chartName").or(name));
    let files = ["valuesFile", "additionalValuesFiles", "values"];
    let inline = ["valuesInline", "valuesLocal"].into_iter().filter_map(|key| root.get(key));
    let layers: Vec<_> = inline.map(|map| Layer::Map(map, String::new())).collect();
    let whole = way.layered(has_items(root, &files)).of_version(root.get("version"), chart);
    layers::judge_version(&layers, &whole, finds);
    for key in ["valuesInline", "valuesLocal"] {
        if let Some(map) = root.get(key) {
            let way = way.down(key).layered(has_items(root, &files)).of_version(root.get("version"), chart);
            values::visit(map.read_by(Reader::Helm), &way, chart, finds);
        }
    }
}

pub(super) fn patches(root: Node<'_>, way: &Way, finds: &mut Finds) {
    for list in PATCHES {
        for (index, one) in root.get(list).into_iter().flat_map(Node::items).enumerate() {
            patch(one, &format!("{list}[{index}]"), &way.layered(true), finds);
        }
    }
}

fn patch(one: Node<'_>, at: &str, way: &Way, finds: &mut Finds) {
    // `patchesStrategicMerge` lists file names, or the patches themselves.
    if one.text().is_some_and(|text| text.contains('\n')) {
        return finds.string(one, Reader::Kubectl, way.inside(at), Expect::Patch(Target::Untold));
    }
    let target = one.at(&["target", "kind"]).and_then(Node::text);
    let target = match target.as_deref() {
        None => Target::Untold,
        Some("AppInstance") => Target::Instance,
        Some("HelmRelease" | "Application") => Target::Other,
        Some(_) => return,
    };
    match one.get("patch") {
        Some(text) if text.text().is_some() => {
            finds.string(text, Reader::Kubectl, way.inside(&format!("{at}.patch")), Expect::Patch(target));
        }
        // Flux and Argo CD also take the patch as a map or a list.
        Some(inline) => super::visit(inline, &way.down(&format!("{at}.patch")), Expect::Patch(target), finds),
        None => {}
    }
}
