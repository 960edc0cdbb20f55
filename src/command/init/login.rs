//! What the provider's discovery document makes of the two files, and what is doubtful about it.

use url::Url;

use super::super::CommandError;
use crate::facts::Discovery;
use crate::provider::{self, Family, Mark, Tenant};

/// What both files say about the provider.
#[derive(Debug)]
pub(super) struct Login {
    pub(super) family: Option<Family>,
    /// `identityProvider`.
    pub(super) name: String,
    /// `jwksEndpoint`.
    pub(super) keys_url: String,
    /// `device_url`; empty when nobody tells it.
    pub(super) device_url: String,
    /// `token_url`; empty when the document names none.
    pub(super) token_url: String,
    /// Sentences for the person who reads them.
    pub(super) doubts: Vec<String>,
}

/// The issuer that an argument names, when a configuration can be made of it.
///
/// # Errors
/// When it is no URL, or belongs to a provider with which nobody can log in.
pub(super) fn issuer(text: &str) -> Result<Url, CommandError> {
    let usage = |message: String, help: &str| CommandError::Usage { message, help: help.to_owned() };
    let url = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    let Some(url) = url else {
        let help = "write the whole URL, for example `https://sso.acme.io/realms/ops`";
        return Err(usage(format!("`{text}` is no issuer URL"), help));
    };
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        let message = "an issuer has no user name, no query and no fragment".to_owned();
        return Err(usage(message, "write scheme, host and path alone"));
    }
    let issuer = provider::issuer_meant(&url);
    if let Some(provider) = provider::without_device_flow(&issuer) {
        return Err(without_device_flow(provider));
    }
    if let Some(Tenant::Shared(tenant)) = provider::tenant_of(issuer.as_str(), &issuer) {
        let help = "write the Directory (tenant) ID: `https://login.microsoftonline.com/TENANT_ID/v2.0`";
        return Err(usage(format!("`{tenant}` is no tenant: its keys verify anybody's tokens"), help));
    }
    if let Some(newer) = provider::newer_issuer(&issuer) {
        return Err(usage(
            format!("`{issuer}` is version 1 of Microsoft's endpoints"),
            &format!("write version 2: `{newer}`"),
        ));
    }
    Ok(issuer)
}

fn without_device_flow(provider: &str) -> CommandError {
    CommandError::Usage {
        message: format!("{provider} has no device authorization flow, which influxctl needs"),
        help: "put a provider with RFC 8628 in front of it, for example Keycloak or Dex, and name that one".to_owned(),
    }
}

impl Login {
    /// What the document at `found` says, asked for as that of `issuer`.
    ///
    /// # Errors
    /// When it names no keys, or those of a provider without device flow.
    pub(super) fn read(issuer: &Url, found: &Url, document: &Discovery) -> Result<Self, CommandError> {
        let keys = document.jwks_uri.as_deref().and_then(|text| Url::parse(text).ok());
        let Some((keys, keys_url)) = keys.zip(document.jwks_uri.clone()) else {
            return Err(CommandError::Provider {
                message: format!("the discovery document `{found}` names no `jwks_uri`"),
                help: "ask the provider for the URL of its JWK Set, and write the files by hand".to_owned(),
            });
        };
        if let Some(provider) = provider::without_device_flow(&keys) {
            return Err(without_device_flow(provider));
        }
        let family = family(issuer, document);
        let unadvertised = || family.and_then(|family| family.unadvertised_device_url(&keys));
        let device_url = document.device_authorization_endpoint.clone().or_else(unadvertised).unwrap_or_default();
        let token_url = document.token_endpoint.clone().unwrap_or_default();
        let mut doubts = Vec::new();
        if !is_issuer(issuer, found, &document.issuer) {
            doubts.push(format!("`{issuer}` calls itself `{}` in its discovery document", document.issuer));
        }
        if document.device_authorization_endpoint.is_none() {
            doubts.push(match device_url.as_str() {
                "" => "the discovery document names no `device_authorization_endpoint`: see that the provider has \
                       the device authorization flow, and that it is switched on"
                    .to_owned(),
                known => format!("the discovery document names no `device_authorization_endpoint`: took `{known}`"),
            });
        }
        if token_url.is_empty() {
            doubts.push("the discovery document names no `token_endpoint`".to_owned());
        }
        let name = family.map_or_else(|| name_of_stranger(issuer), |family| family.name().to_owned());
        Ok(Self { family, name, keys_url, device_url, token_url, doubts })
    }

    /// How texts call the provider.
    pub(super) fn display(&self) -> &str {
        self.family.map_or("the provider", Family::display)
    }
}

/// Whose provider it is: the vendor's own host counts most, else all paths must agree.
fn family(issuer: &Url, document: &Discovery) -> Option<Family> {
    let named = [&document.jwks_uri, &document.device_authorization_endpoint, &document.token_endpoint];
    let named = named.into_iter().flatten().filter_map(|text| Url::parse(text).ok());
    let mut told: Vec<_> =
        std::iter::once(issuer.clone()).chain(named).filter_map(|url| Family::of_url(&url)).collect();
    if let Some((family, _)) = told.iter().find(|(_, mark)| *mark == Mark::Host) {
        return Some(*family);
    }
    told.dedup();
    match told.as_slice() {
        [(family, _)] => Some(*family),
        _ => None,
    }
}

/// Any text is allowed for a provider that InfluxDB does not know; only Entra's has a meaning. The chart prints it
/// without quotes, which a host name survives.
fn name_of_stranger(issuer: &Url) -> String {
    issuer.domain().filter(|name| name.contains('.')).unwrap_or("oidc").to_owned()
}

/// True when a document may call its issuer so: slash or not (neither file holds it), and as vendors do who spread
/// their work over hosts.
fn is_issuer(asked: &Url, found: &Url, told: &str) -> bool {
    let is_same = |told: &Url| {
        told.origin() == asked.origin() && told.path().trim_end_matches('/') == asked.path().trim_end_matches('/')
    };
    Url::parse(told).is_ok_and(|told| is_same(&told) || provider::may_advertise(found, &told))
}
