//! References to one key of a Secret or a ConfigMap, as `admin.dsn`, `catalog.dsn` and `egress` have them.

use super::Document;
use super::placeholder;
use super::setting::{Setting, Value};
use crate::input::node::Node;
use crate::input::scalar::Typed;

/// What a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A Secret.
    Secret,
    /// A ConfigMap.
    ConfigMap,
}

impl Kind {
    /// The word of Kubernetes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Secret => "Secret",
            Self::ConfigMap => "ConfigMap",
        }
    }

    /// The key of such a reference below `valueFrom`.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Secret => "secretKeyRef",
            Self::ConfigMap => "configMapKeyRef",
        }
    }
}

/// A reference to one key of an object, as far as it is written.
#[derive(Clone, Debug)]
pub struct Reference<'t> {
    /// What it leads to.
    pub kind: Kind,
    /// The block that holds it.
    pub setting: Setting<'t>,
    /// The object's name.
    pub name: Option<Setting<'t>>,
    /// The key in it.
    pub key: Option<Setting<'t>>,
}

impl<'t> Reference<'t> {
    /// `secretKeyRef` or `configMapKeyRef` of a `valueFrom`; `None` when it is absent or null.
    pub(super) fn of_value_from(value_from: &Setting<'t>, kind: Kind) -> Option<Self> {
        let setting = Setting::read(value_from.node, kind.key(), &value_from.path)?;
        (!setting.node.is_null()).then(|| Self::read(setting, kind, "name", "key"))
    }

    /// All that a `valueFrom` refers to; it should be one.
    pub(super) fn all_of_value_from(value_from: &Setting<'t>) -> Vec<Self> {
        [Kind::Secret, Kind::ConfigMap].into_iter().filter_map(|kind| Self::of_value_from(value_from, kind)).collect()
    }

    /// The reference in a block whose keys have these names.
    pub(super) fn read(setting: Setting<'t>, kind: Kind, name: &str, key: &str) -> Self {
        let part = |part| Setting::read(setting.node, part, &setting.path);
        Self { kind, name: part(name), key: part(key), setting }
    }

    /// Whether name and key are absent or empty; what nobody can know is not.
    pub fn blanks(&self) -> (bool, bool) {
        if !self.setting.node.is_map() || self.setting.is_unknown() {
            return (false, false);
        }
        let is_blank = |part: &Option<Setting<'_>>| part.as_ref().is_none_or(Setting::is_empty);
        (is_blank(&self.name), is_blank(&self.key))
    }

    /// True when a name and a key stand there, known or not.
    pub fn is_filled(&self) -> bool {
        let stands = |part: &Option<Setting<'_>>| part.as_ref().is_some_and(|part| !part.is_empty());
        stands(&self.name) && stands(&self.key)
    }

    /// Name and key, when both are known.
    pub fn target(&self) -> Option<(&Setting<'t>, &Setting<'t>)> {
        let real = |part: &&Setting<'_>| part.text().is_some_and(|text| placeholder::find(text).is_none());
        Some((self.name.as_ref().filter(real)?, self.key.as_ref().filter(real)?))
    }

    /// True when nothing fails where the object or its key is not there.
    pub fn is_optional(&self) -> bool {
        let optional = self.setting.node.get("optional");
        optional.is_some_and(|optional| optional.is_unknown() || optional.typed() == Some(Typed::Bool(true)))
    }

    /// As Kubernetes is told: `{name: "", key: "dsn"}`.
    pub fn in_words(&self) -> String {
        let quoted = |part: &Option<Setting<'_>>| match part.as_ref().map(|part| &part.value) {
            Some(Value::Text(text)) => format!("{text:?}"),
            Some(Value::Unknown | Value::Other) => "…".to_owned(),
            Some(Value::Blank) | None => "\"\"".to_owned(),
        };
        format!("{{name: {}, key: {}}}", quoted(&self.name), quoted(&self.key))
    }
}

impl<'t> Document<'t> {
    /// The map beside whose `admin` the other settings of the package stand: `catalog`, `egress`, `images`.
    pub fn package(&self) -> Option<Node<'t>> {
        self.root.at(self.package_path())
    }

    /// A setting of the package.
    pub fn package_setting(&self, name: &str) -> Option<Setting<'t>> {
        Setting::read(self.package()?, name, &self.package_path().join("."))
    }

    fn package_path(&self) -> &'static [&'static str] {
        self.shape.admin_path().split_last().map_or(&[], |(_, above)| above)
    }
}
