//! Argo CD: Application and ApplicationSet, values as string, as map and as parameters.
//!
//! Precedence: parameters over `valuesObject` over `values` over `valueFiles`; `values` is ignored when
//! `valuesObject` is set (argo-cd, docs/user-guide/helm.md).

use std::borrow::Cow;

use super::fault::{Fault, FaultKind, first_line};
use super::layers::{self, Layer};
use super::set::Setting;
use super::values::Chart;
use super::{Base, Finds, Way, has_items, kustomize};
use crate::input::node::Node;
use crate::input::scalar::Typed;
use crate::input::splice::{add_before, value_place};
use crate::input::unknown::Unknown;
use crate::model::shape::is_ours_by_text;

pub(super) fn application(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let Some(spec) = root.get("spec") else { return };
    if let Some(one) = spec.get("source") {
        source(one, spec, &way.down("spec.source"), finds);
    }
    for (index, one) in spec.get("sources").into_iter().flat_map(Node::items).enumerate() {
        source(one, spec, &way.down(&format!("spec.sources[{index}]")), finds);
    }
}

/// What a generator fills in is unknown: `{{ … }}`. A patch, or the template of one generator, may say anything
/// (argo-cd, docs/operator-manual/applicationset/Template.md).
pub(super) fn application_set(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let Some(spec) = root.get("spec") else { return };
    let patch = spec.get("templatePatch");
    let generators = spec.get("generators").into_iter().flat_map(Node::items).flat_map(Node::entries);
    let way = way.layered(patch.is_some() || { generators }.any(|one| one.value.get("template").is_some()));
    if let Some(template) = spec.get("template") {
        application(template, &way.down("spec.template"), finds);
    }
    if let Some(patch) = patch.filter(|patch| patch.text().is_some_and(|text| is_ours_by_text(&text))) {
        finds.closed(patch, &way.down("spec.templatePatch"), Unknown::Template);
    }
}

fn source(source: Node<'_>, spec: Node<'_>, way: &Way, finds: &mut Finds) {
    if let Some(kustomize) = source.get("kustomize") {
        kustomize::patches(kustomize, &way.down("kustomize"), finds);
    }
    let Some(helm) = source.get("helm") else { return };
    let chart = Chart::of(source.get("chart").or_else(|| source.get("path")));
    let is_list_unknown = helm.get("valueFiles").is_some_and(|files| files.text().is_some());
    let way = way.layered(is_list_unknown || has_items(helm, &["fileParameters"]) || chart != Chart::Ours);
    let way = way.of_version(source.get("targetRevision"), chart);
    let files = helm.get("valueFiles").into_iter().flat_map(Node::items).enumerate();
    let file = |(index, name)| value_file(name, source, spec, finds, format!("helm.valueFiles[{index}]"));
    let mut layers: Vec<_> = files.map(file).collect();
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

/// `path` begins at the chart, `/path` at the root of the chart's repository, `$ref/path` at the root of the
/// source with that `ref` (argo-cd, docs/user-guide/helm.md and multiple_sources.md).
fn value_file<'t>(name: Node<'t>, source: Node<'_>, spec: Node<'_>, finds: &Finds, at: String) -> Layer<'t> {
    let Some(path) = name.text() else { return Layer::Unknown };
    let known = |source: Node<'_>, key: &str| {
        let node = source.get(key).filter(|node| !node.is_unknown());
        node.and_then(Node::text).map(Cow::into_owned)
    };
    let (source, path) = if let Some((reference, path)) = path.strip_prefix('$').and_then(|rest| rest.split_once('/')) {
        let mut sources = spec.get("sources").into_iter().flat_map(Node::items);
        let named = sources.find(|one| known(*one, "ref").is_some_and(|name| name == reference));
        (named, Some(path.to_owned()))
    } else if let Some(path) = path.strip_prefix('/') {
        (Some(source), Some(path.to_owned()))
    } else {
        (Some(source), known(source, "path").map(|folder| format!("{folder}/{path}")))
    };
    // The files of a packaged chart are in no repository.
    let source = source.filter(|source| source.get("chart").is_none());
    let Some((source, path)) = source.zip(path) else { return Layer::Unknown };
    finds.file(name, Base::Repository(known(source, "repoURL").as_deref()), &path, at)
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
