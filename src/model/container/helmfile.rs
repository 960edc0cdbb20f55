//! helmfile.yaml: `releases[].values[]` inline and in files, `set` and `setString`.
//!
//! What `environments` names is for helmfile's own templates; no chart reads it
//! (<https://helmfile.readthedocs.io/en/latest/writing-helmfile/>, `.Values` of Helmfile and of Helm).

use super::layers::{self, Layer};
use super::set::Setting;
use super::values::Chart;
use super::{Base, Finds, Way, has_items};
use crate::input::node::Node;

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    for (index, one) in root.get("releases").into_iter().flat_map(Node::items).enumerate() {
        release(one, &way.down(&format!("releases[{index}]")), finds);
    }
}

fn release(release: Node<'_>, way: &Way, finds: &mut Finds) {
    let chart = Chart::of(release.get("chart"));
    let way = way.layered(has_items(release, &["secrets", "inherit"]) || chart != Chart::Ours);
    let way = way.of_version(release.get("version"), chart);
    // Another folder for the files.
    let is_moved = release.get("valuesPathPrefix").is_some();
    let values = release.get("values").into_iter().flat_map(Node::items).enumerate();
    let values = values.map(|(index, one)| match (one.text(), format!("values[{index}]")) {
        (None, at) if one.is_map() => Layer::Map(one, at),
        (Some(path), at) if !is_moved => finds.file(one, Base::Folder, &path, at),
        _ => Layer::Unknown,
    });
    let mut layers: Vec<_> = values.collect();
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
