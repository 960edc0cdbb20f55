//! `auth.oauth2` of a profile: its two URLs, what is wrong with each, and what is wrong between them.

use super::endpoint::{Endpoint, WrittenUrl};
use super::setting::Setting;
use crate::input::node::Node;
use crate::provider::{self, Difference, Family, LoginPlace, Role, Tenant, Whereabouts};

/// `auth.oauth2` of a profile: the device flow at the identity provider (RFC 8628).
#[derive(Debug)]
pub struct Login<'t> {
    /// Its table.
    pub node: Node<'t>,
    /// Key path: `profile[0].auth.oauth2`.
    pub path: String,
    /// `client_id`.
    pub client_id: Option<Setting<'t>>,
    /// `client_secret`, which influxctl does not know any more.
    pub client_secret: Option<Setting<'t>>,
    /// `device_url`: the device authorization endpoint.
    pub device: Option<LoginUrl<'t>>,
    /// `token_url`: the token endpoint.
    pub token: Option<LoginUrl<'t>>,
    /// `scopes`.
    pub scopes: Option<Setting<'t>>,
    /// `parameters`.
    pub parameters: Option<Setting<'t>>,
    /// What is wrong between the two URLs.
    pub fault: Option<LoginFault>,
}

/// One URL of a login.
#[derive(Debug)]
pub struct LoginUrl<'t> {
    /// `device_url` or `token_url`.
    pub key: &'static str,
    /// The key with its value.
    pub setting: Setting<'t>,
    /// What its text tells; `None` where its form cannot be judged.
    pub endpoint: Option<Endpoint>,
    /// Which endpoint it is, and whose; `None` where it is no URL.
    pub place: Option<LoginPlace>,
    /// What is wrong with it.
    pub fault: Option<LoginUrlFault>,
}

/// What is wrong with one URL of a login: exactly one fault, so one rule speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginUrlFault {
    /// A Microsoft login URL whose tenant, this, is none.
    TenantMalformed(String),
    /// Another endpoint, in words, and the URL that belongs here.
    OtherEndpoint(&'static str, Option<String>),
    /// An empty segment, or a slash after the last word; the URL without.
    StraySlash(String),
    /// Version 1 of Microsoft's endpoints; the URL of version 2.
    OldVersion(String),
}

/// What is wrong between the two URLs of a login: exactly one fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginFault {
    /// Each stands where the other belongs.
    Swapped,
    /// They are of two providers, clouds, realms, tenants or servers.
    Apart(Apart),
    /// Of one realm of one Keycloak, which serves one beginning of the path (`/auth/realms`, `/realms`): both, in order.
    Prefixes(String, String),
}

/// What keeps the two URLs of a login apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Of what they are two: "realms".
    pub things: &'static str,
    /// That of `device_url`.
    pub one: String,
    /// That of `token_url`.
    pub other: String,
}

impl<'t> LoginUrl<'t> {
    fn read(map: Node<'t>, key: &'static str, base: &str) -> Option<Self> {
        let setting = Setting::read(map, key, base)?;
        let endpoint = setting.text().and_then(|text| Endpoint::judge(text, None));
        let place = match &endpoint {
            Some(Endpoint::Url(written)) => provider::login_place(setting.text().unwrap_or_default(), &written.url),
            _ => None,
        };
        Some(Self { key, setting, endpoint, place, fault: None })
    }

    /// The URL, when the text is one.
    pub fn url(&self) -> Option<&WrittenUrl> {
        match self.endpoint.as_ref()? {
            Endpoint::Url(url) => Some(url),
            Endpoint::Malformed(_) => None,
        }
    }

    /// What the key is for.
    pub fn role(&self) -> Role {
        if self.key == "device_url" { Role::Device } else { Role::Token }
    }

    fn whereabouts(&self) -> Option<Whereabouts> {
        provider::whereabouts(&self.url()?.url, None)
    }

    fn is(&self, role: Role) -> bool {
        self.place.as_ref().and_then(LoginPlace::role) == Some(role)
    }

    fn find_fault(&self) -> Option<LoginUrlFault> {
        let (text, url, place) = (self.setting.text()?, &self.url()?.url, self.place.as_ref()?);
        if let Some(Tenant::Malformed(tenant)) = provider::tenant_of(text, url) {
            return Some(LoginUrlFault::TenantMalformed(tenant));
        }
        if let Some(word) = place.word.filter(|_| !self.is(self.role())) {
            // Without a device flow there is no URL that would be right.
            let right = place.url_of(self.role()).map(str::to_owned);
            return provider::without_device_flow(url).is_none().then_some(LoginUrlFault::OtherEndpoint(word, right));
        }
        let stray = provider::without_stray_slash(text, url).map(LoginUrlFault::StraySlash);
        stray.or_else(|| provider::on_version_2(text, url).map(LoginUrlFault::OldVersion))
    }
}

impl<'t> Login<'t> {
    pub(super) fn read(node: Node<'t>, path: String) -> Self {
        let setting = |name| Setting::read(node, name, &path);
        let mut login = Self {
            client_id: setting("client_id"),
            client_secret: setting("client_secret"),
            device: LoginUrl::read(node, "device_url", &path),
            token: LoginUrl::read(node, "token_url", &path),
            scopes: setting("scopes"),
            parameters: setting("parameters"),
            fault: None,
            node,
            path,
        };
        login.find_faults();
        login
    }

    fn find_faults(&mut self) {
        let pair = self.device.as_ref().zip(self.token.as_ref());
        if pair.is_some_and(|(device, token)| are_swapped(device, token)) {
            self.fault = Some(LoginFault::Swapped);
            return;
        }
        for url in [&mut self.device, &mut self.token].into_iter().flatten() {
            url.fault = url.find_fault();
        }
        let pair = self.device.as_ref().zip(self.token.as_ref());
        self.fault = pair.and_then(|(device, token)| between(device, token));
    }

    /// Both URLs, as far as they are written.
    pub fn urls(&self) -> impl Iterator<Item = &LoginUrl<'t>> {
        [&self.device, &self.token].into_iter().flatten()
    }

    /// The provider whose own host, or whose own path, the URLs show; `None` when they show two.
    pub fn family(&self) -> Option<Family> {
        let mut families = self.urls().filter_map(|url| url.place.as_ref()?.family);
        let first = families.next()?;
        families.all(|family| family == first).then_some(first)
    }

    /// True when no scope is asked for: none is written, or nothing but blanks.
    pub fn lacks_scope(&self) -> bool {
        let is_written = |parameters: &Setting<'_>| parameters.is_unknown() || parameters.node.get("scope").is_some();
        if self.parameters.as_ref().is_some_and(is_written) {
            return false;
        }
        self.scopes.as_ref().is_none_or(|scopes| {
            let is_list = scopes.node.is_seq() && !scopes.is_unknown();
            is_list && scopes.items().all(|scope| scope.is_empty())
        })
    }

    /// True when a URL is on a host of the family's vendor.
    pub fn is_hosted_by(&self, family: Family) -> bool {
        let is_there = |url: &LoginUrl<'_>| url.place.as_ref().is_some_and(|place| place.is_hosted);
        self.family() == Some(family) && self.urls().any(is_there)
    }

    /// The tenant that a Microsoft login URL names by its id.
    pub fn tenant(&self) -> Option<String> {
        self.urls().find_map(|url| url.endpoint.as_ref()?.tenant())
    }
}

fn are_swapped(device: &LoginUrl<'_>, token: &LoginUrl<'_>) -> bool {
    let are_apart = || matches!(difference(device, token), Some(LoginFault::Apart(_)));
    device.is(Role::Token) && token.is(Role::Device) && !are_apart()
}

fn between(device: &LoginUrl<'_>, token: &LoginUrl<'_>) -> Option<LoginFault> {
    // What one of them is first, and of placeholders nothing can be said.
    let rests = |url: &LoginUrl<'_>| {
        let is_open = url.url().is_none_or(|url| url.placeholder_host || url.placeholder_path);
        let is_other = !matches!(url.fault, None | Some(LoginUrlFault::OldVersion(_) | LoginUrlFault::StraySlash(_)));
        is_open || is_other
    };
    if rests(device) || rests(token) {
        return None;
    }
    difference(device, token)
}

/// What two places, whichever endpoints they are, have not in common. A vendor's own hosts are its tenants; other
/// hosts may be two names of one server.
fn difference(device: &LoginUrl<'_>, token: &LoginUrl<'_>) -> Option<LoginFault> {
    let (one, other) = (device.whereabouts()?, token.whereabouts()?);
    let difference = one.difference(&other)?;
    let apart = |things| {
        let (one, other) = (one.shown(difference), other.shown(difference));
        LoginFault::Apart(Apart { things, one, other })
    };
    match difference {
        Difference::Provider | Difference::Cloud | Difference::Name => Some(apart(one.things(difference))),
        Difference::Host => one.is_hosted().then(|| apart("tenants")),
        Difference::Prefix => Some(LoginFault::Prefixes(one.shown(difference), other.shown(difference))),
    }
}

#[cfg(test)]
mod tests;
