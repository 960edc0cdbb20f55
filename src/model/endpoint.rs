//! The URL of an endpoint as it is written: its parts, what they tell, and why a text is no URL.

mod fault;

use url::Url;

pub use self::fault::UrlFault;

use super::placeholder;
use super::residue;
use super::setting::Setting;
use crate::finding::{Fix, Safety};
use crate::input::splice::{fix_text, part_place};
use crate::input::unknown::Unknown;
use crate::provider::{self, Classified, Family, Tenant};
use crate::source::Place;

/// What the text of a URL tells without asking anyone.
#[derive(Clone, Debug)]
pub enum Endpoint {
    /// It is no absolute http(s) URL, and why.
    Malformed(UrlFault),
    /// A URL.
    Url(WrittenUrl),
}

/// A URL with all that its text tells.
#[derive(Clone, Debug)]
pub struct WrittenUrl {
    /// As written, for messages: a user name or password is masked.
    pub shown: String,
    /// The same, parsed.
    pub url: Url,
    /// Whose it is and what it is there.
    pub classified: Classified,
    /// A placeholder stands in the host: rules that judge the host rest.
    pub placeholder_host: bool,
    /// A placeholder stands behind the host: nothing can be asked.
    pub placeholder_path: bool,
}

/// The URL of an endpoint with the key that holds it.
#[derive(Clone, Copy, Debug)]
pub struct KeyedEndpoint<'a> {
    /// `jwksEndpoint`, `device_url` or `token_url`.
    pub key: &'static str,
    /// The key with its value.
    pub setting: &'a Setting<'a>,
    /// What the value's text tells.
    pub endpoint: &'a Endpoint,
}

impl<'a> KeyedEndpoint<'a> {
    /// True for an endpoint of a login, where tokens go; false for the cluster's keys.
    pub fn is_login(&self) -> bool {
        self.key != "jwksEndpoint"
    }

    /// The URL, when the text is one.
    pub fn url(&self) -> Option<&'a WrittenUrl> {
        match self.endpoint {
            Endpoint::Url(url) => Some(url),
            Endpoint::Malformed(_) => None,
        }
    }
}

/// InfluxData's page and its schema contradict each other: both are cited, people trust the vendor most.
pub const VENDOR_CONTRADICTION: &str = "InfluxData's Auth0 example shows the discovery URL here \
    (docs.influxdata.com/influxdb3/clustered/install/secure-cluster/auth/), but its schema says that the field \
    \"should look like https://{identityProviderDomain}/.well-known/jwks.json\" \
    (app-instance-schema.json, 20240605-1035562 and later)";

impl Endpoint {
    pub(super) fn read(setting: &Setting<'_>, named: Option<Family>) -> Option<Self> {
        Self::judge(setting.text()?, named)
    }

    /// Judges the text of a URL. `None` when its form cannot be judged: nothing but a placeholder, or
    /// broken by one or by a renderer's residue, which is another cause.
    pub fn judge(written: &str, named: Option<Family>) -> Option<Self> {
        let placeholder = placeholder::find(written);
        let all_placeholder = placeholder.is_some_and(|p| p.word == written);
        if all_placeholder || Unknown::of_text(written).is_some() {
            return None;
        }
        let gap = fault::gap(written).filter(|_| placeholder.is_none());
        match gap.map_or_else(|| fault::parse(written), Err) {
            Err(_) if placeholder.is_some() || residue::find(written).is_some() => None,
            Err(fault) => Some(Self::Malformed(fault)),
            Ok(url) => {
                let classified = provider::classify(written, &url, named);
                let parts = Parts::of(written);
                let holds_one = |part: &str| placeholder::find(part).is_some();
                let before_path = written.get(..written.len() - parts.path.len()).unwrap_or(written);
                Some(Self::Url(WrittenUrl {
                    shown: masked(written),
                    url,
                    classified,
                    placeholder_host: holds_one(before_path),
                    placeholder_path: holds_one(parts.path),
                }))
            }
        }
    }
}

impl Endpoint {
    /// The provider that the URL belongs to.
    pub(super) fn family(&self) -> Option<Family> {
        match self {
            Self::Url(url) => url.classified.family,
            Self::Malformed(_) => None,
        }
    }

    /// The directory that a Microsoft login URL names by its id.
    pub(super) fn tenant(&self) -> Option<String> {
        let Self::Url(WrittenUrl { url, .. }) = self else { return None };
        match provider::tenant_of(url.as_str(), url)? {
            Tenant::Guid(id) => Some(id),
            _ => None,
        }
    }
}

impl WrittenUrl {
    /// The repair that writes the keys' URL over `setting`: safe where the vendor fixes the path, and never
    /// safer than `most`.
    pub fn keys_fix(&self, setting: &Setting<'_>, most: Safety) -> Option<Fix> {
        let keys = self.classified.keys.as_ref()?;
        let own = if keys.fixed_by_vendor { Safety::Safe } else { Safety::Unsafe };
        Some(fix_text(setting.node, &keys.url, own.min(most)))
    }

    /// A URL that a server names, when it may be written over this one: never a step back from `https`, never
    /// with a password.
    pub fn replaceable_by(&self, named: &str) -> Option<Url> {
        let named = Url::parse(named).ok()?;
        let fits = named.scheme() == "https" || (named.scheme() == "http" && self.url.scheme() == "http");
        (fits && named.username().is_empty() && named.password().is_none()).then_some(named)
    }
}

/// The parts of a written URL, all of them slices of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// `https`.
    pub scheme: &'a str,
    /// What stands before `@`, if anything does.
    pub user_info: Option<&'a str>,
    /// The host, with its port.
    pub host: &'a str,
    /// The path with query and fragment, from its first slash; empty when there is none.
    pub path: &'a str,
}

impl<'a> Parts<'a> {
    /// Takes `written` apart where RFC 3986 section 3 does.
    pub fn of(written: &'a str) -> Self {
        let (scheme, rest) = written.split_once("://").unwrap_or(("", written));
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (user_info, host) = match authority.rsplit_once('@') {
            Some((user_info, host)) => (Some(user_info), host),
            None => (None, authority),
        };
        Self { scheme, user_info, host, path }
    }

    /// The path's segments without the empty ones, query and fragment cut off.
    pub fn segments(&self) -> impl Iterator<Item = &'a str> {
        let end = self.path.find(['?', '#']).unwrap_or(self.path.len());
        self.path[..end].split('/').filter(|segment| !segment.is_empty())
    }
}

/// The place of a part of the setting's URL in the file; the whole value when `choose` finds none.
pub fn place_of(setting: &Setting<'_>, choose: impl for<'a> FnOnce(Parts<'a>) -> Option<&'a str>) -> Place {
    let text = setting.text().unwrap_or_default();
    part_place(setting.node, choose(Parts::of(text)).filter(|part| !part.is_empty()).unwrap_or(text))
}

/// A URL without its secrets: `https://***@host/path`.
pub fn masked(written: &str) -> String {
    let start = written.find("://").map_or(0, |at| at + 3);
    let rest = &written[start..];
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => format!("{}***{}", &written[..start], &rest[at..]),
        None => written.to_owned(),
    }
}

#[cfg(test)]
mod tests;
