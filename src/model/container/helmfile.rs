//! helmfile.yaml: `releases[].values[]` inline, `set` and `setString`.

use super::layers::{self, Layer};
use super::set::Setting;
use super::values::Chart;
use super::{Finds, Way, has_items};
use crate::input::node::Node;

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    for (index, one) in root.get("releases").into_iter().flat_map(Node::items).enumerate() {
        release(one, &way.down(&format!("releases[{index}]")), finds);
    }
}

fn release(release: Node<'_>, way: &Way, finds: &mut Finds) {
    let chart = Chart::of(release.get("chart"));
    let files = release.get("values").into_iter().flat_map(Node::items).any(|layer| !layer.is_map());
    let way = way.layered(files || has_items(release, &["secrets", "inherit"]) || chart != Chart::Ours);
    let way = way.of_version(release.get("version"), chart);
    let inline = release.get("values").into_iter().flat_map(Node::items).enumerate().filter(|(_, one)| one.is_map());
    let mut layers: Vec<_> = inline.map(|(index, one)| Layer::Map(one, format!("values[{index}]"))).collect();
    for (key, is_text) in [("set", false), ("setString", true)] {
        let settings = release.get(key).into_iter().flat_map(Node::items).filter_map(|item| {
            Some(Setting { name: item.get("name")?, value: item.get("value")?, is_text, as_text: None })
        });
        let settings: Vec<_> = settings.collect();
        if !settings.is_empty() {
            layers.push(Layer::Settings(settings, key.to_owned()));
        }
    }
    layers::lay(release, &layers, "values", &way, chart, finds);
}
