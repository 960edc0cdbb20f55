//! The `admin` block: identity provider, JWKS endpoint, administrators, each with its place.

use super::endpoint::Endpoint;
use super::helm::{self, Field, Misprint};
use super::provider_fault::ProviderFault;
use super::setting::Setting;
use super::shape::Shape;
use super::user;
use super::user_id::Expected;
use crate::input::node::Node;
use crate::provider::{self, Family};
use crate::source::Place;

pub use super::user::{DETAILS, Form, User};

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
    /// `identityProvider` and `jwksEndpoint` where the chart makes something else of them.
    pub misprints: Vec<(Setting<'t>, Misprint)>,
}

/// A user whom a later layer takes away.
#[derive(Clone, Debug)]
pub struct LostUser {
    /// The id.
    pub id: String,
    /// Where it stands.
    pub place: Place,
}

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
        let misprints = misprints(shape, identity_provider.as_ref(), jwks_endpoint.as_ref());
        // What does not arrive is not judged further: one cause, one finding.
        let arrives = |setting: &&Setting<'_>| !misprints.iter().any(|(broken, _)| broken.node.same(setting.node));
        let endpoint = jwks_endpoint.as_ref().filter(arrives).and_then(|setting| Endpoint::read(setting, named));
        let provider_fault = ProviderFault::find(identity_provider.as_ref().filter(arrives), endpoint.as_ref());
        // Two providers in dispute are one fault: which of them the ids are of cannot be known.
        let in_dispute = provider_fault.as_ref().is_some_and(ProviderFault::is_dispute);
        let in_force = named.or_else(|| endpoint.as_ref().and_then(Endpoint::family)).filter(|_| !in_dispute);
        let tenant = endpoint.as_ref().and_then(Endpoint::tenant);
        let expected = Expected { family: in_force, tenant: tenant.as_deref() };
        let entries = users.as_ref().map(|users| user::read(users, &expected)).unwrap_or_default();
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
            misprints,
        })
    }

    /// The provider in force: by `identityProvider` when it is a known name, else by the URL.
    pub fn family(&self) -> Option<Family> {
        let named = self.identity_provider.as_ref().and_then(Setting::text).and_then(family_of_name);
        named.or_else(|| self.url_family())
    }

    /// The provider that the URL belongs to.
    pub fn url_family(&self) -> Option<Family> {
        self.endpoint.as_ref()?.family()
    }

    /// The entries of `users`, each text once: an anchored entry that is used again is judged where it first stands.
    pub fn written_entries(&self) -> impl Iterator<Item = &User<'t>> {
        let is_new = |at: &usize| !self.entries[..*at].iter().any(|earlier| earlier.node.same(self.entries[*at].node));
        (0..self.entries.len()).filter(is_new).map(|at| &self.entries[at])
    }

    /// Ids, names and the two settings of the provider where `--set` makes no string of what is meant as one. A
    /// null at the provider deletes it: then it is missing, which has a rule of its own.
    pub fn retyped(&self) -> impl Iterator<Item = &Setting<'t>> {
        let provider = [&self.identity_provider, &self.jwks_endpoint].into_iter().flatten();
        let provider = provider.filter(|setting| !setting.node.is_null());
        let fields = self.entries.iter().flat_map(|user| {
            let details = user.details().filter_map(|(_, setting)| setting);
            user.id().into_iter().chain(details)
        });
        provider.chain(fields).filter(|setting| setting.is_retyped())
    }

    /// The users whom an earlier layer lists and this list, which replaces that one, does not.
    pub fn lost_users(&self) -> Vec<LostUser> {
        let Some(users) = &self.users else { return Vec::new() };
        let expected = Expected { family: None, tenant: None };
        let of_list = |before| self.lost(&user::read(&users.holding(before), &expected));
        users.node.replaces().map(of_list).find(|lost| !lost.is_empty()).unwrap_or_default()
    }

    /// The users of a base whom this patch takes away.
    pub fn lost_of(&self, base: &Admin<'_>) -> Vec<LostUser> {
        self.lost(&base.entries)
    }

    fn lost(&self, before: &[User<'_>]) -> Vec<LostUser> {
        // An entry that nobody can know may be any of them; an empty list has a rule of its own.
        if self.entries.is_empty() || self.entries.iter().any(|user| matches!(user.form, Form::Opaque)) {
            return Vec::new();
        }
        let is_gone = |user: &&User<'_>| !self.entries.iter().any(|kept| kept.is_same_person(user));
        let told = |user: &User<'_>| {
            let (setting, id) = user.real_id()?;
            Some(LostUser { id: id.to_owned(), place: setting.node.place() })
        };
        before.iter().filter(is_gone).filter_map(told).collect()
    }

    /// Every setting whose text people fill in: provider, endpoint, ids, groups, names of referenced objects.
    pub fn filled_in(&self) -> Vec<Setting<'t>> {
        let own = [&self.identity_provider, &self.jwks_endpoint].into_iter().flatten().cloned();
        let users = self.entries.iter().flat_map(|user| user.id().cloned().into_iter().chain(user.groups()));
        let references = ["secretKeyRef", "configMapKeyRef"].into_iter().flat_map(|kind| self.reference(kind));
        own.chain(users).chain(references).collect()
    }

    fn reference(&self, kind: &str) -> Vec<Setting<'t>> {
        let Some(dsn) = &self.dsn else { return Vec::new() };
        let base = format!("{}.valueFrom.{kind}", dsn.path);
        let Some(map) = dsn.node.at(&["valueFrom", kind]) else { return Vec::new() };
        ["name", "key"].iter().filter_map(|name| Setting::read(map, name, &base)).collect()
    }
}

/// The two settings that the chart prints unquoted, where something else than written arrives.
fn misprints<'t>(shape: Shape, name: Option<&Setting<'t>>, url: Option<&Setting<'t>>) -> Vec<(Setting<'t>, Misprint)> {
    let printed = [(Field::IdentityProvider, name), (Field::JwksEndpoint, url)];
    let printed = printed.into_iter().filter(|_| shape == Shape::HelmValues);
    printed
        .filter_map(|(field, setting)| {
            let setting = setting?;
            Some((setting.clone(), helm::misprint(field, setting.exact_text()?)?))
        })
        .collect()
}

/// The family that a name means, Entra's other names included.
pub fn family_of_name(name: &str) -> Option<Family> {
    if provider::entra_alias(name) {
        return Some(Family::Entra);
    }
    Family::of_name(name)
}
