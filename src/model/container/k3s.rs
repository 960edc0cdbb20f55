//! HelmChart and HelmChartConfig of k3s and RKE2: `valuesContent`, `values`, `set`.

use super::set::{Setting, assemble};
use super::values::{self, Chart};
use super::{Expect, Finds, Way, has_items};
use crate::input::node::Node;
use crate::input::scalar::Reader;

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let Some(spec) = root.get("spec") else { return };
    let chart = Chart::of(spec.get("chart"));
    let present = ["valuesContent", "values", "set"].iter().filter(|key| spec.get(key).is_some()).count();
    let layered = present > 1 || has_items(spec, &["valuesSecrets"]) || chart != Chart::Ours;
    let way = way.down("spec").layered(layered);
    if let Some(text) = spec.get("valuesContent") {
        finds.string(text, Reader::Helm, way.inside("valuesContent"), Expect::Values(chart));
    }
    if let Some(map) = spec.get("values") {
        values::visit(map.read_by(Reader::Helm), &way.down("values"), chart, finds);
    }
    if let Some(map) = spec.get("set") {
        let settings = map.entries().map(|entry| Setting { name: entry.key, value: entry.value, is_text: false });
        finds.assembled(assemble(map, settings), way.inside("set"), Expect::Values(chart));
    }
}
