//! HelmChart and HelmChartConfig of k3s and RKE2: `valuesContent`, `values`, `set`.

use super::layers::{self, Layer};
use super::set::Setting;
use super::values::Chart;
use super::{Finds, Way, has_items};
use crate::input::node::Node;

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let Some(spec) = root.get("spec") else { return };
    let chart = Chart::of(spec.get("chart"));
    let layered = has_items(spec, &["valuesSecrets"]) || chart != Chart::Ours;
    let way = way.down("spec").layered(layered).of_version(spec.get("version"), chart);
    let mut layers = Vec::new();
    layers.extend(spec.get("valuesContent").map(|text| Layer::Text(text, "valuesContent".to_owned())));
    layers.extend(spec.get("values").map(|map| Layer::Map(map, "values".to_owned())));
    if let Some(map) = spec.get("set") {
        let settings =
            map.entries().map(|entry| Setting { name: entry.key, value: entry.value, is_text: false, as_text: None });
        layers.push(Layer::Settings(settings.collect(), "set".to_owned()));
    }
    layers::lay(spec, &layers, "values", &way, chart, finds);
}
