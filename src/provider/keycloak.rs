//! Keycloak and Red Hat SSO: everything lives below `/realms/<realm>`, with any prefix before it.

use super::classify::Verdict;
use super::device::{DEVICE, Device, DeviceFault, said, told};
use super::place::Place;
use super::record::{RECORD, Record, SHAPE, Shape, Tenancy, word};
use super::{Family, UrlKind};

const KEYS: &str = "protocol/openid-connect/certs";

/// Keycloak "OIDC endpoints"; `/auth` was the default prefix before 17.
pub(super) const KEYCLOAK: Record = Record {
    family: Family::Keycloak,
    display: "Keycloak",
    names: &["keycloak"],
    user_id_place: "Users, Details",
    shapes: &[Shape {
        base: "**/realms/*",
        keys: &[KEYS],
        others: &[
            ("protocol/openid-connect/token", word::TOKEN),
            ("protocol/openid-connect/auth/device", word::DEVICE),
            ("protocol/openid-connect/auth", word::AUTHORIZE),
            ("protocol/openid-connect/userinfo", word::USERINFO),
            ("protocol/openid-connect/logout", word::LOGOUT),
            ("protocol/openid-connect/token/introspect", word::INTROSPECT),
            ("protocol/openid-connect/revoke", word::REVOKE),
            ("protocol/saml/descriptor", word::SAML),
        ],
        fixed: true,
        issuer_tells: true,
        ..SHAPE
    }],
    device: LOGIN,
    tenancy: Some(Tenancy {
        word: "realm",
        at: |place| parts(place).map(|(prefix, ..)| prefix.len() + 1),
        unknown: &["Realm does not exist"],
        help: "check its spelling in Keycloak's list of realms: case counts",
    }),
    owns_path: bears_marks,
    otherwise,
    refine,
    ..RECORD
};

/// Keycloak `DeviceEndpoint` and `AuthenticationProcessor`, measured with 26: an unknown client and one that is
/// switched off are the same to it.
const LOGIN: Device = Device {
    said: &[
        said("invalid_client", "Invalid client or Invalid client credentials", DeviceFault::UnknownClient),
        said("invalid_client", "Client not found", DeviceFault::UnknownClient),
        said("invalid_client", "Client disabled", DeviceFault::UnknownClient),
        said("unauthorized_client", "Invalid client or Invalid client credentials", DeviceFault::NotPublic),
        said("unauthorized_client", "Client credentials setup required", DeviceFault::NotPublic),
        said(
            "unauthorized_client",
            "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant*",
            DeviceFault::GrantRefused,
        ),
        said("unauthorized_client", "*", DeviceFault::Other),
        told("invalid_request", "*code_challenge*", DeviceFault::Policy, NO_PKCE),
    ],
    client: "copy the Client ID from the list of clients of this realm, and see that the client is enabled there",
    public: "switch `Client authentication` off in the capability config of the client",
    grant: "switch `OAuth 2.0 Device Authorization Grant` on in the capability config of the client",
    ..DEVICE
};

const NO_PKCE: &str = "clear the PKCE method (`Proof Key for Code Exchange Code Challenge Method`) of the client";

fn bears_marks(place: &Place) -> bool {
    // ForgeRock AM has realms too, and serves its keys at `…/realms/alpha/connect/jwk_uri`
    let forgerock = place.segments.ends_with(&["connect", "jwk_uri"]);
    !forgerock
        && (place.segments.iter().any(|segment| matches!(*segment, "realms" | "realm"))
            || place.holds(&["protocol", "openid-connect"])
            || is_console(place))
}

fn otherwise(place: &Place) -> Verdict {
    let account = parts(place).is_some_and(|(_, _, below)| below.first() == Some(&"account"));
    let kind = if account { UrlKind::Other(word::ACCOUNT) } else { UrlKind::KeycloakPathBroken };
    Verdict::new(kind, keys_url(place), true)
}

fn refine(place: &Place, verdict: Verdict) -> Verdict {
    if is_console(place) {
        return Verdict::new(UrlKind::Other(word::CONSOLE), None, false);
    }
    let blank = parts(place).is_some_and(|(_, realm, _)| realm.contains(' '));
    if blank && verdict.kind == UrlKind::Keys {
        return Verdict::new(UrlKind::KeycloakPathBroken, keys_url(place), true);
    }
    verdict
}

fn is_console(place: &Place) -> bool {
    place.holds(&["admin", "realms"])
        || place.segments.windows(3).any(|window| matches!(window, ["admin", _, "console"]))
}

/// The prefix, the realm and what follows it; `None` without a realm.
fn parts<'p, 's>(place: &'p Place<'s>) -> Option<(&'p [&'s str], &'s str, &'p [&'s str])> {
    let at = place.segments.iter().position(|segment| matches!(*segment, "realms" | "realm"))?;
    let (prefix, rest) = place.segments.split_at_checked(at)?;
    match rest {
        // the realm between these words is empty
        [_, "protocol", "openid-connect" | "saml", ..] | [_, ".well-known", ..] => None,
        [_, realm, below @ ..] => Some((prefix, realm, below)),
        _ => None,
    }
}

fn keys_url(place: &Place) -> Option<String> {
    let (prefix, realm, _) = parts(place)?;
    let realm = realm.replace(' ', "%20");
    let base: Vec<&str> = prefix.iter().copied().chain(["realms", &realm]).collect();
    Some(place.with_path(None, &base, KEYS))
}
