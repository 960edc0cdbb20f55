//! helmfile.yaml: `releases[].values[]` inline, `set` and `setString`.

use super::set::{Setting, assemble};
use super::values::{self, Chart};
use super::{Expect, Finds, Way};
use crate::input::node::Node;
use crate::input::scalar::Reader;

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    for (index, one) in root.get("releases").into_iter().flat_map(Node::items).enumerate() {
        release(one, &way.down(&format!("releases[{index}]")), finds);
    }
}

fn release(release: Node<'_>, way: &Way, finds: &mut Finds) {
    let chart = Chart::of(release.get("chart"));
    let layers = ["values", "secrets", "set", "setString", "inherit"];
    let count: usize = layers.iter().filter_map(|key| release.get(key)).map(|list| list.items().count()).sum();
    let way = way.layered(count > 1 || chart != Chart::Ours);
    for (index, layer) in release.get("values").into_iter().flat_map(Node::items).enumerate() {
        if layer.is_map() {
            values::visit(layer.read_by(Reader::Helm), &way.down(&format!("values[{index}]")), chart, finds);
        }
    }
    for (key, is_text) in [("set", false), ("setString", true)] {
        let Some(list) = release.get(key) else { continue };
        let settings = list
            .items()
            .filter_map(|item| Some(Setting { name: item.get("name")?, value: item.get("value")?, is_text }));
        finds.assembled(assemble(list, settings), way.inside(key), Expect::Values(chart));
    }
}
