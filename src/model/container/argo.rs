//! Argo CD: Application and ApplicationSet, values as string, as map and as parameters.
//!
//! Precedence: parameters over `valuesObject` over `values` over `valueFiles`; `values` is ignored when
//! `valuesObject` is set (argo-cd, docs/user-guide/helm.md).

use super::set::{Setting, assemble};
use super::values::{self, Chart};
use super::{Expect, Finds, Way, has_items, kustomize};
use crate::input::node::Node;
use crate::input::scalar::Reader;

pub(super) fn application(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let Some(spec) = root.get("spec") else { return };
    if let Some(one) = spec.get("source") {
        source(one, &way.down("spec.source"), finds);
    }
    for (index, one) in spec.get("sources").into_iter().flat_map(Node::items).enumerate() {
        source(one, &way.down(&format!("spec.sources[{index}]")), finds);
    }
}

/// What a generator fills in is unknown: `{{ … }}`.
pub(super) fn application_set(root: Node<'_>, way: &Way, finds: &mut Finds) {
    if let Some(template) = root.at(&["spec", "template"]) {
        application(template, &way.down("spec.template"), finds);
    }
}

fn source(source: Node<'_>, way: &Way, finds: &mut Finds) {
    if let Some(kustomize) = source.get("kustomize") {
        kustomize::patches(kustomize, &way.down("kustomize"), finds);
    }
    let Some(helm) = source.get("helm") else { return };
    let chart = Chart::of(source.get("chart").or_else(|| source.get("path")));
    let layers = ["valueFiles", "parameters", "fileParameters"];
    let way = way.layered(has_items(helm, &layers) || chart != Chart::Ours);
    match (helm.get("valuesObject").filter(|node| node.is_map()), helm.get("values")) {
        (Some(map), _) => values::visit(map.read_by(Reader::Helm), &way.down("helm.valuesObject"), chart, finds),
        (None, Some(text)) => {
            finds.string(text, Reader::Helm, way.inside("helm.values"), Expect::Values(chart));
        }
        (None, None) => {}
    }
    let parameters = helm.get("parameters").into_iter().flat_map(Node::items);
    let settings = parameters.filter_map(|parameter| {
        let is_text =
            parameter.get("forceString").and_then(Node::typed) == Some(crate::input::scalar::Typed::Bool(true));
        Some(Setting { name: parameter.get("name")?, value: parameter.get("value")?, is_text })
    });
    let tree = helm.get("parameters").and_then(|place| assemble(place, settings));
    finds.assembled(tree, way.inside("helm.parameters"), Expect::Values(chart));
}
