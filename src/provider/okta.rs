//! Okta: custom authorization servers below `/oauth2/<server>`, and the org server whose tokens are its own.

use super::classify::{Verdict, owned};
use super::device::{DEVICE, Device};
use super::place::Place;
use super::record::{RECORD, Record, SHAPE, Shape, Tenancy, word};
use super::{Family, UrlKind};
use url::Url;

/// Okta "Authorization servers"; the org server's tokens "aren't intended for validation by your own apps".
pub(super) const OKTA: Record = Record {
    family: Family::Okta,
    display: "Okta",
    names: &["okta"],
    user_id_place: "Directory, People, the id at the end of the person's URL",
    hosts: &["*.okta.com", "*.oktapreview.com", "*.okta-emea.com"],
    device: Device {
        scopes: &["openid"],
        client: "copy the Client ID from the app's General tab in this org",
        public: "use an app of type `Native`",
        grant: "tick `Device Authorization` among the grant types of the app",
        policy: "let a rule of the authorization server's Access Policies allow this app the grant `Device Authorization`",
        ..DEVICE
    },
    shapes: &[
        Shape {
            base: "oauth2/*",
            keys: &["v1/keys"],
            others: &[
                ("v1/token", word::TOKEN),
                ("v1/device/authorize", word::DEVICE),
                ("v1/authorize", word::AUTHORIZE),
                ("v1/userinfo", word::USERINFO),
                ("v1/logout", word::LOGOUT),
                ("v1/introspect", word::INTROSPECT),
                ("v1/revoke", word::REVOKE),
            ],
            ..SHAPE
        },
        // never offered: these keys do not verify access tokens
        Shape {
            implied: Some("the org's own"),
            keys: &["oauth2/v1/keys"],
            others: &[
                ("oauth2/v1/token", word::TOKEN),
                ("oauth2/v1/device/authorize", word::DEVICE),
                ("oauth2/v1/authorize", word::AUTHORIZE),
                ("oauth2/v1/userinfo", word::USERINFO),
                ("oauth2/v1/logout", word::LOGOUT),
                ("oauth2/v1/introspect", word::INTROSPECT),
                ("oauth2/v1/revoke", word::REVOKE),
            ],
            offered: false,
            ..SHAPE
        },
    ],
    tenancy: Some(Tenancy {
        word: "authorization server",
        at: server_at,
        unknown: &["E0000007", "E0000022"],
        help: "copy its id from Security, API, Authorization Servers: case counts",
    }),
    otherwise: hosted,
    refine,
    ..RECORD
};

fn refine(place: &Place, verdict: Verdict) -> Verdict {
    if let Some(verdict) = on_admin_host(place) {
        return verdict;
    }
    match place.segments.as_slice() {
        ["oauth2", "v1", "keys"] => {
            let custom = place.with_path(None, &["oauth2", "default"], "v1/keys");
            Verdict::new(UrlKind::OktaOrgKeys, Some(custom), false)
        }
        ["oauth2", word] if !is_server(word) => hosted(place),
        _ => verdict,
    }
}

/// The verdict on the same URL at the org's own host: the admin console's serves no keys.
fn on_admin_host(place: &Place) -> Option<Verdict> {
    let text = without_admin(place)?;
    let meant = Place::read(&text, &Url::parse(&text).ok()?)?;
    let verdict = owned(&OKTA, &meant);
    Some(match verdict.kind {
        UrlKind::Keys => {
            let keys = meant.with_path(None, &meant.segments, "");
            Verdict::new(UrlKind::HostedPathUnknown, Some(keys), true)
        }
        UrlKind::OktaOrgKeys => Verdict { kind: UrlKind::HostedPathUnknown, ..verdict },
        _ => verdict,
    })
}

/// The URL of the org itself, when the host is that of its admin console (`acme-admin.okta.com`).
fn without_admin(place: &Place) -> Option<String> {
    let label = place.host.split('.').next()?.strip_suffix("-admin")?;
    let start = place.origin.find("://")? + 3;
    let name = place.origin.get(start..start + label.len()).filter(|name| name.eq_ignore_ascii_case(label))?;
    let rest = place.origin.get(start + label.len() + "-admin".len()..)?;
    Some(format!("{}{name}{rest}{}", place.origin.get(..start)?, place.path))
}

fn hosted(place: &Place) -> Verdict {
    let url = match place.segments.as_slice() {
        ["oauth2", server, ..] if is_server(server) => Some(place.with_path(None, &["oauth2", server], "v1/keys")),
        _ => None,
    };
    Verdict::new(UrlKind::HostedPathUnknown, url, true)
}

/// Only below the published paths: Okta says the same of any other path.
fn server_at(place: &Place) -> Option<usize> {
    match place.segments.as_slice() {
        ["oauth2", server, "v1", "keys"] if is_server(server) => Some(1),
        _ => None,
    }
}

fn is_server(segment: &str) -> bool {
    !matches!(segment, "v1" | "keys" | "jwks" | "certs")
}
