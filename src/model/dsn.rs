//! `admin.dsn` and `catalog.dsn`: where the DSN comes from, and which of the two shapes each block has.

mod written;

pub use written::{Slip, WrittenDsn};

use super::Document;
use super::placeholder;
use super::reference::{Kind, Reference};
use super::setting::{Setting, Value};
use super::shape::Shape;
use crate::input::splice::part_place;
use crate::source::Place;

/// What is wrong with `admin.dsn`, the chart's default underneath. Exactly one, so one rule speaks.
#[derive(Clone, Debug)]
pub enum DsnFault<'t> {
    /// It has the shape of the chart's `catalog.dsn`.
    LikeCatalog,
    /// It comes from two sources.
    TwoSources {
        /// The first.
        first: Setting<'t>,
        /// The second, of the later layer; the chart's default `secretKeyRef` when none is written.
        second: Option<Setting<'t>>,
    },
    /// The reference has no name or no key.
    BlankReference(Reference<'t>),
    /// Nothing is written: the chart renders its default, a Secret without a name.
    DefaultReference,
    /// There is neither a value nor a reference.
    Sourceless(Setting<'t>),
}

/// A DSN block in the shape of the other one.
#[derive(Clone, Debug)]
pub struct Swapped<'t> {
    /// The block.
    pub setting: Setting<'t>,
    /// The block whose shape it has.
    pub like: &'static str,
    /// Name and key, when all of the block is one reference to a Secret.
    pub reference: Option<Reference<'t>>,
}

impl<'t> Document<'t> {
    /// What is wrong with `admin.dsn`. Of values that others complete, only what is written counts for sure.
    pub fn dsn_fault(&self) -> Option<DsnFault<'t>> {
        let of_chart = self.shape == Shape::HelmValues;
        let Some(dsn) = &self.admin.as_ref()?.dsn else { return of_chart.then_some(DsnFault::DefaultReference) };
        if !dsn.node.is_map() || dsn.is_unknown() {
            return None;
        }
        if of_chart && is_like_catalog(dsn) {
            return Some(DsnFault::LikeCatalog);
        }
        let value_from = Setting::read(dsn.node, "valueFrom", &dsn.path);
        if value_from.as_ref().is_some_and(|from| from.is_unknown() || !from.node.is_map() && !from.node.is_null()) {
            return None;
        }
        // Null takes a default of the chart away.
        let keeps_default = |from: &Setting<'_>| from.node.is_map() && from.node.get("secretKeyRef").is_none();
        let has_default = of_chart && value_from.as_ref().is_none_or(keeps_default);
        let references: Vec<_> = value_from.iter().flat_map(Reference::all_of_value_from).collect();
        let value = Setting::read(dsn.node, "value", &dsn.path).filter(|value| !value.node.is_null());
        let sources: Vec<_> = value.iter().chain(references.iter().map(|reference| &reference.setting)).collect();
        match *sources {
            [one, other, ..] => {
                let (first, second) = if one.key.lies_over(other.key) { (other, one) } else { (one, other) };
                Some(DsnFault::TwoSources { first: first.clone(), second: Some(second.clone()) })
            }
            [first] if has_default => Some(DsnFault::TwoSources { first: first.clone(), second: None }),
            [] if has_default => Some(DsnFault::DefaultReference),
            [] => Some(DsnFault::Sourceless(dsn.clone())),
            [_] => {
                let blank = references.into_iter().find(|reference| reference.blanks() != (false, false));
                blank.map(DsnFault::BlankReference)
            }
        }
    }

    /// The blocks of values whose shapes were mixed up.
    pub fn swapped_dsns(&self) -> Vec<Swapped<'t>> {
        if self.shape != Shape::HelmValues {
            return Vec::new();
        }
        let admin = self.admin.as_ref().and_then(|admin| admin.dsn.clone()).filter(is_like_catalog);
        let admin = admin.map(|setting| {
            let (name, key) = catalog_keys(&setting);
            let reference = Reference::read(setting.clone(), Kind::Secret, name, key);
            let reference = (setting.node.entries().count() == 2).then_some(reference);
            Swapped { setting, like: "catalog.dsn", reference }
        });
        let catalog = self.catalog_dsn().filter(|dsn| !has(dsn, "SecretName") && !has(dsn, "SecretKey"));
        let catalog = catalog.filter(|dsn| has(dsn, "valueFrom") || has(dsn, "secretName") || has(dsn, "secretKey"));
        let catalog = catalog.map(|setting| {
            let reference = reference_of(&setting);
            Swapped { setting, like: "admin.dsn", reference }
        });
        let is_known = |swapped: &Swapped<'_>| !holds_unknown(&swapped.setting);
        admin.into_iter().chain(catalog).filter(is_known).collect()
    }

    /// Every reference to a DSN that is in force.
    pub fn dsn_references(&self) -> Vec<Reference<'t>> {
        let admin = self.admin.as_ref().and_then(|admin| admin.dsn.clone());
        let catalog = self.catalog_dsn();
        let of_chart = match self.shape {
            Shape::HelmValues => {
                catalog.clone().map(|dsn| Reference::read(dsn, Kind::Secret, "SecretName", "SecretKey"))
            }
            Shape::AppInstance | Shape::Influxctl | Shape::Config => None,
        };
        let catalog = catalog.filter(|_| self.shape == Shape::AppInstance);
        let of_block = |dsn: Setting<'t>| {
            let from = Setting::read(dsn.node, "valueFrom", &dsn.path);
            from.iter().flat_map(Reference::all_of_value_from).collect::<Vec<_>>()
        };
        admin.into_iter().chain(catalog).flat_map(of_block).chain(of_chart).collect()
    }

    /// The DSNs that are written out, each text once: `value` of `admin.dsn` and of `catalog.dsn`.
    pub fn written_dsns(&self) -> Vec<Setting<'t>> {
        let admin = self.admin.as_ref().and_then(|admin| admin.dsn.clone());
        let mut found: Vec<Setting<'t>> = Vec::new();
        for dsn in admin.into_iter().chain(self.catalog_dsn()) {
            let Some(value) = Setting::read(dsn.node, "value", &dsn.path) else { continue };
            let is_new = !found.iter().any(|known| known.node.same(value.node));
            if is_new && value.text().is_some_and(|text| placeholder::find(text).is_none_or(|p| p.word != text)) {
                found.push(value);
            }
        }
        found
    }

    fn catalog_dsn(&self) -> Option<Setting<'t>> {
        let catalog = self.package_setting("catalog")?;
        Setting::read(catalog.node, "dsn", &catalog.path)
    }
}

fn has(dsn: &Setting<'_>, key: &str) -> bool {
    dsn.node.get(key).is_some()
}

fn is_like_catalog(dsn: &Setting<'_>) -> bool {
    let (name, key) = catalog_keys(dsn);
    (has(dsn, name) || has(dsn, key)) && !has(dsn, "value") && !has(dsn, "valueFrom")
}

/// The keys of the catalog's shape as this block spells them.
fn catalog_keys(dsn: &Setting<'_>) -> (&'static str, &'static str) {
    let is_small = has(dsn, "secretName") || has(dsn, "secretKey");
    if is_small { ("secretName", "secretKey") } else { ("SecretName", "SecretKey") }
}

/// The one reference to a Secret that a `catalog.dsn` of the wrong shape is.
fn reference_of<'t>(dsn: &Setting<'t>) -> Option<Reference<'t>> {
    let is_only = |setting: &Setting<'_>, count: usize| setting.node.entries().count() == count;
    if !has(dsn, "valueFrom") {
        return is_only(dsn, 2).then(|| Reference::read(dsn.clone(), Kind::Secret, "secretName", "secretKey"));
    }
    let from = Setting::read(dsn.node, "valueFrom", &dsn.path).filter(|from| is_only(dsn, 1) && is_only(from, 1))?;
    Reference::of_value_from(&from, Kind::Secret).filter(|reference| is_only(&reference.setting, 2))
}

/// True when a value in the block, at any depth that its shapes have, cannot be known.
fn holds_unknown(setting: &Setting<'_>) -> bool {
    let mut nodes = vec![setting.node];
    while let Some(node) = nodes.pop() {
        if node.is_unknown() {
            return true;
        }
        nodes.extend(node.entries().map(|entry| entry.value));
    }
    false
}

impl Swapped<'_> {
    /// Name and key as texts, when both are known.
    pub fn texts(&self) -> Option<(&str, &str)> {
        let text = |part: &Option<Setting<'_>>| part.as_ref().is_some_and(|part| matches!(part.value, Value::Text(_)));
        let reference = self.reference.as_ref().filter(|reference| text(&reference.name) && text(&reference.key))?;
        Some((reference.name.as_ref()?.text()?, reference.key.as_ref()?.text()?))
    }
}

/// The place of `part`, a slice of the DSN that is written in `setting`. Where it cannot be told exactly, or fills
/// several lines, the key: a report shows the lines that it points at, and those could hold a part of a password.
pub fn dsn_place(setting: &Setting<'_>, part: &str) -> Place {
    let place = part_place(setting.node, part);
    if place.text() == part && !part.contains('\n') { place } else { setting.key.place() }
}
