//! Argo CD: Application and ApplicationSet, values as string, as map and as parameters.
//!
//! Precedence: parameters over `valuesObject` over `values` over `valueFiles`; `values` is ignored when
//! `valuesObject` is set (argo-cd, docs/user-guide/helm.md).

use super::fault::{Fault, FaultKind, first_line};
use super::layers::{self, Layer};
use super::set::Setting;
use super::values::Chart;
use super::{Finds, Way, has_items, kustomize};
use crate::input::node::Node;
use crate::input::scalar::Typed;
use crate::input::splice::{add_before, value_place};

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
    let way = way.layered(has_items(helm, &["valueFiles", "fileParameters"]) || chart != Chart::Ours);
    let way = way.of_version(source.get("targetRevision"), chart);
    let mut layers = Vec::new();
    match (helm.entry("valuesObject").filter(|entry| entry.value.is_map()), helm.get("values")) {
        (Some(object), text) => {
            layers.push(Layer::Map(object.value, "helm.valuesObject".to_owned()));
            if let Some(text) = text.filter(|text| layers::says_something(*text, chart)) {
                let path = format!("{}helm.values", way.prefix);
                let kind = FaultKind::ValuesIgnored { by: object.key.place() };
                finds.faults.push(Fault { document: way.document, path, place: first_line(value_place(text)), kind });
            }
        }
        (None, Some(text)) => layers.push(Layer::Text(text, "helm.values".to_owned())),
        (None, None) => {}
    }
    let parameters = helm.get("parameters").into_iter().flat_map(Node::items);
    let settings: Vec<_> = parameters.filter_map(parameter).collect();
    if !settings.is_empty() {
        layers.push(Layer::Settings(settings, "helm.parameters".to_owned()));
    }
    layers::lay(helm, &layers, "helm", &way, chart, finds);
}

fn parameter(one: Node<'_>) -> Option<Setting<'_>> {
    let (name, value) = (one.entry("name")?, one.entry("value")?);
    let forced = one.get("forceString");
    let later = if name.key.span() < value.key.span() { value.key } else { name.key };
    let as_text = match forced {
        None => add_before(one, later, &["forceString: true"]),
        Some(_) => None,
    };
    let is_text = forced.and_then(Node::typed) == Some(Typed::Bool(true));
    Some(Setting { name: name.value, value: value.value, is_text, as_text })
}
