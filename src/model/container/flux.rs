//! Flux HelmRelease: `spec.values`, and patches of what the chart renders.

use std::borrow::Cow;

use super::layers::{self, Layer};
use super::values::Chart;
use super::{Finds, Way, kustomize};
use crate::input::node::Node;

pub(super) fn visit(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let Some(spec) = root.get("spec") else { return };
    let named = spec.at(&["chart", "spec", "chart"]).or_else(|| spec.at(&["chart", "name"]));
    let chart = Chart::of(named);
    let way = way.down("spec").of_version(spec.at(&["chart", "spec", "version"]), chart);
    let from = sources(spec).enumerate().map(|(index, source)| match source.layer(root) {
        Some(text) => Layer::Text(text, format!("valuesFrom[{index}]")),
        None => Layer::Unknown,
    });
    let mut layers: Vec<_> = from.collect();
    layers.extend(spec.get("values").map(|map| Layer::Map(map, "values".to_owned())));
    layers::lay(spec, &layers, "values", &way.layered(chart != Chart::Ours), chart, finds);
    for (index, renderer) in spec.get("postRenderers").into_iter().flat_map(Node::items).enumerate() {
        if let Some(kustomize) = renderer.get("kustomize") {
            kustomize::patches(kustomize, &way.down(&format!("postRenderers[{index}].kustomize")), finds);
        }
    }
}

/// One entry of `valuesFrom`.
#[derive(Clone, Copy)]
struct Source<'t>(Node<'t>);

fn sources(spec: Node<'_>) -> impl Iterator<Item = Source<'_>> {
    spec.get("valuesFrom").into_iter().flat_map(Node::items).map(Source)
}

impl<'t> Source<'t> {
    fn key(self) -> Cow<'t, str> {
        self.0.get("valuesKey").and_then(Node::text).unwrap_or(Cow::Borrowed("values.yaml"))
    }

    /// True for this ConfigMap. A `targetPath` says that it holds one value, no layer.
    fn names(self, config_map: Node<'_>) -> bool {
        let is_config_map = |kind: Option<Node<'_>>| kind.and_then(Node::text).is_some_and(|kind| kind == "ConfigMap");
        let own = config_map.at(&["metadata", "name"]).and_then(Node::text);
        is_config_map(self.0.get("kind"))
            && is_config_map(config_map.get("kind"))
            && self.0.get("targetPath").is_none()
            && own.is_some()
            && self.0.get("name").and_then(Node::text) == own
    }

    /// The text that it names, when the ConfigMap stands in the same stream.
    fn layer(self, release: Node<'t>) -> Option<Node<'t>> {
        let config_map = release.tree().documents().find(|root| self.names(*root))?;
        config_map.get("data")?.get(&self.key())
    }
}

/// True when a HelmRelease of the same stream takes its values from `key` of the ConfigMap.
pub(super) fn takes(config_map: Node<'_>, key: &str) -> bool {
    let releases = config_map
        .tree()
        .documents()
        .filter(|root| root.get("kind").and_then(Node::text).is_some_and(|kind| kind == "HelmRelease"));
    let mut from = releases.filter_map(|root| root.get("spec")).flat_map(sources);
    from.any(|source| source.names(config_map) && source.key() == key)
}
