//! The `admin` block: identity provider, JWKS endpoint, administrators, each with its place.

use std::borrow::Cow;

use super::endpoint::Endpoint;
use super::placeholder::{self, Placeholder};
use super::provider_fault::ProviderFault;
use super::shape::Shape;
use crate::input::node::Node;
use crate::input::scalar::Typed;
use crate::provider::{self, Family};

/// A value with its place: Three answers, not two.
#[derive(Clone, Debug)]
pub enum Value<'t> {
    /// Nobody can know it before something else has run.
    Unknown,
    /// Null or "".
    Blank,
    /// A string, as the reader in the cluster sees it.
    Text(Cow<'t, str>),
    /// Of another type.
    Other,
}

/// One key with its value.
#[derive(Clone, Debug)]
pub struct Setting<'t> {
    /// The key.
    pub key: Node<'t>,
    /// The value.
    pub node: Node<'t>,
    /// Key path in the document.
    pub path: String,
    /// What the value is.
    pub value: Value<'t>,
}

impl<'t> Setting<'t> {
    fn read(map: Node<'t>, name: &str, base: &str) -> Option<Self> {
        let entry = map.entry(name)?;
        let node = entry.value;
        Some(Self { key: entry.key, node, path: format!("{base}.{name}"), value: value_of(node) })
    }

    /// The string without blanks at its ends; `None` for unknown, blank and other values.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The string exactly as the reader sees it.
    pub fn exact_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn value_of(node: Node<'_>) -> Value<'_> {
    if node.is_unknown() {
        return Value::Unknown;
    }
    match node.text() {
        Some(text) if text.is_empty() => Value::Blank,
        Some(text) => Value::Text(text),
        None if node.is_null() => Value::Blank,
        None => Value::Other,
    }
}

/// The `admin` block of one document.
#[derive(Debug)]
pub struct Admin<'t> {
    /// Which container it is in: decides how its scalars arrive.
    pub shape: Shape,
    /// Key path of the block.
    pub path: String,
    /// The key `admin`.
    pub key: Node<'t>,
    /// The block.
    pub node: Node<'t>,
    /// `identityProvider`.
    pub identity_provider: Option<Setting<'t>>,
    /// `jwksEndpoint`.
    pub jwks_endpoint: Option<Setting<'t>>,
    /// What the text of `jwksEndpoint` tells.
    pub endpoint: Option<Endpoint>,
    /// What is wrong between `identityProvider` and `jwksEndpoint`.
    pub provider_fault: Option<ProviderFault>,
    /// `users`.
    pub users: Option<Setting<'t>>,
    /// The entries of `users`.
    pub entries: Vec<User<'t>>,
    /// `dsn`.
    pub dsn: Option<Setting<'t>>,
}

/// One entry of `users`.
#[derive(Clone, Debug)]
pub struct User<'t> {
    /// Index in the list, from 0.
    pub index: usize,
    /// The entry.
    pub node: Node<'t>,
    /// Key path of the entry.
    pub path: String,
    /// What the entry is.
    pub form: Form<'t>,
}

/// What an entry of `users` is.
#[derive(Clone, Debug)]
pub enum Form<'t> {
    /// A map, as documented.
    Map {
        /// `id`.
        id: Option<Setting<'t>>,
        /// `firstName`, `lastName`, `email`, in this order.
        details: [Option<Setting<'t>>; 3],
    },
    /// A scalar where a map belongs.
    Bare,
    /// Null.
    Null,
    /// Unknown, elided (`...`) or of another type.
    Opaque,
}

/// The names of a user's details, in the order of [`Form::Map`].
pub const DETAILS: [&str; 3] = ["firstName", "lastName", "email"];

impl<'t> Admin<'t> {
    /// Reads the block of `root`; `None` when there is none or when it is no map.
    pub fn read(root: Node<'t>, shape: Shape) -> Option<Self> {
        let (last, above) = shape.admin_path().split_last()?;
        let entry = root.at(above)?.entry(last)?;
        let node = entry.value;
        if !node.is_map() || node.is_unknown() {
            return None;
        }
        let path = shape.admin_path().join(".");
        let setting = |name| Setting::read(node, name, &path);
        let identity_provider = setting("identityProvider");
        let jwks_endpoint = setting("jwksEndpoint");
        let users = setting("users");
        let named = identity_provider.as_ref().and_then(Setting::text).and_then(family_of_name);
        let endpoint = jwks_endpoint.as_ref().and_then(|setting| Endpoint::read(setting, named));
        let provider_fault = ProviderFault::find(identity_provider.as_ref(), endpoint.as_ref());
        let entries = users.as_ref().map(read_users).unwrap_or_default();
        let dsn = setting("dsn");
        Some(Self {
            shape,
            path,
            key: entry.key,
            node,
            identity_provider,
            jwks_endpoint,
            endpoint,
            provider_fault,
            users,
            entries,
            dsn,
        })
    }

    /// The provider in force: by `identityProvider` when it is a known name, else by the URL.
    pub fn family(&self) -> Option<Family> {
        let named = self.identity_provider.as_ref().and_then(Setting::text).and_then(family_of_name);
        named.or_else(|| self.url_family())
    }

    /// The provider that the URL belongs to.
    pub fn url_family(&self) -> Option<Family> {
        match self.endpoint.as_ref()? {
            Endpoint::Url(url) => url.classified.family,
            Endpoint::Malformed(_) => None,
        }
    }

    /// Every setting whose text people fill in: provider, endpoint, ids, names of referenced objects.
    pub fn filled_in(&self) -> Vec<Setting<'t>> {
        let own = [&self.identity_provider, &self.jwks_endpoint].into_iter().flatten().cloned();
        let ids = self.entries.iter().filter_map(|user| match &user.form {
            Form::Map { id, .. } => id.clone(),
            Form::Bare => {
                Some(Setting { key: user.node, node: user.node, path: user.path.clone(), value: value_of(user.node) })
            }
            _ => None,
        });
        let references = ["secretKeyRef", "configMapKeyRef"].into_iter().flat_map(|kind| self.reference(kind));
        own.chain(ids).chain(references).collect()
    }

    fn reference(&self, kind: &str) -> Vec<Setting<'t>> {
        let Some(dsn) = &self.dsn else { return Vec::new() };
        let base = format!("{}.valueFrom.{kind}", dsn.path);
        let Some(map) = dsn.node.at(&["valueFrom", kind]) else { return Vec::new() };
        ["name", "key"].iter().filter_map(|name| Setting::read(map, name, &base)).collect()
    }
}

/// The family that a name means, Entra's other names included.
pub fn family_of_name(name: &str) -> Option<Family> {
    if provider::entra_alias(name) {
        return Some(Family::Entra);
    }
    Family::of_name(name)
}

fn read_users<'t>(users: &Setting<'t>) -> Vec<User<'t>> {
    let items = users.node.items().enumerate();
    items
        .map(|(index, node)| {
            let path = format!("{}[{index}]", users.path);
            let form = form_of(node, &path);
            User { index, node, path, form }
        })
        .collect()
}

fn form_of<'t>(node: Node<'t>, path: &str) -> Form<'t> {
    if node.is_unknown() {
        return Form::Opaque;
    }
    if node.is_map() {
        let setting = |name: &str| Setting::read(node, name, path);
        return Form::Map { id: setting("id"), details: DETAILS.map(setting) };
    }
    match node.typed() {
        Some(Typed::Null) => Form::Null,
        Some(_) if node.scalar().is_some_and(|s| &*s.text != "...") => Form::Bare,
        _ => Form::Opaque,
    }
}

impl User<'_> {
    /// "first", "second", … "12th".
    pub fn ordinal(&self) -> String {
        const WORDS: [&str; 10] =
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
        WORDS.get(self.index).map_or_else(|| format!("{}th", self.index + 1), |word| (*word).to_owned())
    }

    /// True when `id` and all details are "" or null: the chart's default user.
    pub fn is_blank(&self) -> bool {
        let Form::Map { id, details } = &self.form else { return false };
        let blank = |s: &Option<Setting<'_>>| s.as_ref().is_some_and(|s| matches!(s.value, Value::Blank));
        blank(id) && details.iter().all(blank)
    }
}

/// The placeholder in a setting's text.
pub fn placeholder_in<'a>(setting: &'a Setting<'_>) -> Option<Placeholder<'a>> {
    placeholder::find(setting.exact_text()?)
}
