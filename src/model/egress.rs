//! `egress.customCertificates`: whether a custom CA bundle is in force, and why not.

use super::Document;
use super::helm;
use super::reference::{Kind, Reference};
use super::setting::{Setting, Value};
use super::shape::Shape;

/// What `egress.customCertificates` comes to, the chart's defaults underneath. Exactly one, so one rule speaks.
#[derive(Clone, Debug)]
pub enum Egress<'t> {
    /// Nothing is set.
    Absent,
    /// Nobody can know it; also while the switch is a text that means no, which is one fault of its own.
    Unknown,
    /// A reference is written, but the chart drops it.
    SwitchedOff {
        /// `egress`.
        egress: Setting<'t>,
        /// `useCustomEgress`, when it is written.
        switch: Option<Setting<'t>>,
    },
    /// It is rendered without a name or without a key.
    Blank {
        /// The reference as far as it is written.
        reference: Option<Reference<'t>>,
        /// The setting that asks for it.
        asked_by: Setting<'t>,
    },
    /// The bundle replaces the public CAs.
    InForce(Reference<'t>),
}

impl<'t> Document<'t> {
    /// What becomes of `egress.customCertificates`.
    pub fn egress(&self) -> Egress<'t> {
        let egress = self.package_setting("egress");
        let certificates = egress.as_ref().and_then(|egress| egress.below("customCertificates"));
        let value_from = certificates.as_ref().and_then(|certificates| certificates.below("valueFrom"));
        let reference = value_from.as_ref().and_then(|from| Reference::of_value_from(from, Kind::ConfigMap));
        let reference_unknown = reference.as_ref().is_some_and(|reference| reference.setting.is_unknown());
        let on_the_way = [&egress, &certificates, &value_from];
        if reference_unknown || on_the_way.into_iter().flatten().any(Setting::is_unknown) {
            return Egress::Unknown;
        }
        let asked_by = match self.shape {
            Shape::Influxctl | Shape::Config => None,
            Shape::AppInstance => certificates.filter(|certificates| certificates.node.is_map()),
            Shape::HelmValues => {
                let switch = self.package_setting("useCustomEgress");
                if switch.as_ref().is_some_and(|switch| switch.is_unknown() || helm::says_no(switch.node)) {
                    return Egress::Unknown;
                }
                if !switch.as_ref().is_some_and(|switch| helm::counts_as_true(switch.node)) {
                    let is_dropped = reference.is_some_and(|reference| reference.is_filled());
                    return match egress {
                        Some(egress) if is_dropped => Egress::SwitchedOff { egress, switch },
                        _ => Egress::Absent,
                    };
                }
                switch
            }
        };
        match (asked_by, reference) {
            (None, _) => Egress::Absent,
            (Some(_), Some(reference)) if reference.is_filled() => Egress::InForce(reference),
            (Some(asked_by), reference) => Egress::Blank { reference, asked_by },
        }
    }
}

impl Egress<'_> {
    /// The value of the switch in words, for messages.
    pub fn switch_in_words(switch: Option<&Setting<'_>>) -> String {
        match switch.map(|switch| (&switch.value, switch.node.scalar())) {
            Some((Value::Other, Some(scalar))) => format!("`{}`", scalar.text),
            Some(_) => "empty".to_owned(),
            None => "not set".to_owned(),
        }
    }
}
