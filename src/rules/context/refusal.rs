//! What a provider said about a client that asked for a device code: exactly one reading, so that one rule speaks.

use super::super::Findings;
use super::Context;
use crate::facts::{Probe, ProbeOutcome, ProviderError};
use crate::input::splice::value_place;
use crate::model::admin::Admin;
use crate::model::endpoint::WrittenUrl;
use crate::model::setting::Setting;
use crate::provider::{self, DeviceError, DeviceFault, Family};

/// A refused device authorization request at the provider of `jwksEndpoint`.
#[derive(Clone, Debug)]
pub struct Refusal<'a> {
    /// `jwksEndpoint`: the client id stands in no file.
    pub setting: &'a Setting<'a>,
    /// Its URL.
    pub url: &'a WrittenUrl,
    /// What was asked.
    pub probe: &'a Probe,
    /// HTTP status.
    pub status: u16,
    /// What the provider says.
    pub error: &'a ProviderError,
    /// Whose words these are.
    pub family: Option<Family>,
    /// What is wrong, as far as the words tell.
    pub fault: DeviceFault,
    /// The switch to flip.
    pub help: String,
}

impl<'a> Context<'a> {
    /// Every refusal of this run at the provider of `jwksEndpoint`.
    pub fn refusals(&self) -> impl Iterator<Item = Refusal<'a>> {
        let endpoint = self.endpoint_url().zip(self.admin());
        endpoint.into_iter().flat_map(|((setting, url), admin)| {
            let family = asked_family(admin);
            let probes = self.facts.probes_of(url.url.as_str());
            probes.filter_map(move |probe| refusal(setting, url, family, probe))
        })
    }

    /// The refusals that one rule speaks about.
    pub fn refused_for(&self, fault: DeviceFault) -> impl Iterator<Item = Refusal<'a>> {
        self.refusals().filter(move |refusal| refusal.fault == fault)
    }
}

impl Refusal<'_> {
    /// How messages call the client: "`influxctl`".
    pub fn client(&self) -> String {
        format!("`{}`", self.probe.client_id.replace('`', "'"))
    }

    /// How messages call the provider: "Keycloak", "the provider".
    pub fn provider(&self) -> &'static str {
        self.family.map_or("the provider", Family::display)
    }

    /// Reports it at `jwksEndpoint`, with the switch to flip and what the server says.
    pub fn tell(&self, message: String, label: &str, findings: &mut Findings<'_>) {
        findings
            .report(value_place(self.setting.node), &self.setting.path, message)
            .label(label)
            .used_at(self.setting.node)
            .help(&self.help)
            .note(format!("the server says {}", self.error));
    }
}

/// Whose server it is that was asked: its URL tells better than a name.
pub fn asked_family(admin: &Admin<'_>) -> Option<Family> {
    admin.url_family().or_else(|| admin.family())
}

fn refusal<'a>(
    setting: &'a Setting<'a>,
    url: &'a WrittenUrl,
    family: Option<Family>,
    probe: &'a Probe,
) -> Option<Refusal<'a>> {
    let ProbeOutcome::Refused { status, error } = &probe.outcome else { return None };
    let DeviceError { fault, help } = provider::device_error(family, *status, &error.code, &error.description);
    let (fault, help) = match fault {
        // Nobody named scopes, so nothing is wrong with them.
        DeviceFault::ScopeRefused if probe.scopes.is_empty() => {
            (DeviceFault::Other, "log in with `influxctl`: its profile names the scopes".to_owned())
        }
        fault => (fault, help),
    };
    Some(Refusal { setting, url, probe, status: *status, error, family, fault, help })
}
