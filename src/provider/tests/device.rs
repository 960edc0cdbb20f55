//! What refused device authorization requests mean, and where the requests go.

use super::*;
use DeviceFault::{GrantRefused, NotPublic, Other, Policy, ScopeRefused, UnknownClient};

fn fault(family: Option<Family>, status: u16, code: &str, sentence: &str) -> DeviceFault {
    device_error(family, status, code, sentence).fault
}

#[test]
fn keycloak_as_measured() {
    let of = |status, code, sentence| fault(Some(Family::Keycloak), status, code, sentence);
    let both = "Invalid client or Invalid client credentials";
    let off =
        "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.";
    assert_eq!(of(401, "unauthorized_client", both), NotPublic);
    assert_eq!(of(401, "invalid_client", both), UnknownClient);
    assert_eq!(of(400, "unauthorized_client", off), GrantRefused);
    assert_eq!(of(400, "invalid_client", "Client not found."), UnknownClient);
    assert_eq!(of(400, "invalid_client", "Client disabled."), UnknownClient);
    assert_eq!(of(400, "unauthorized_client", "Client credentials setup required"), NotPublic);
    assert_eq!(of(400, "invalid_request", "Missing parameter: code_challenge_method"), Policy);
    assert_eq!(
        of(403, "unauthorized_client", "Bearer-only applications are not allowed to initiate browser login."),
        Other
    );
    assert_eq!(of(400, "access_denied", "The end user denied the authorization request"), Other);
}

#[test]
fn microsoft_by_the_number_alone() {
    for (number, expected) in [
        ("700016", UnknownClient),
        ("7000218", NotPublic),
        ("90014", ScopeRefused),
        ("65001", ScopeRefused),
        ("90094", ScopeRefused),
        ("530035", Policy),
        ("53003", Policy),
        ("530036", Policy),
        ("70001", Other),
        ("5300350", Other),
        ("50059", Other),
    ] {
        for code in ["unauthorized_client", "invalid_grant", "invalid_request"] {
            let sentence = format!("AADSTS{number}: words of the day. Trace ID: 1");
            assert_eq!(fault(Some(Family::Entra), 400, code, &sentence), expected, "{number}");
        }
    }
    assert_eq!(fault(None, 400, "invalid_grant", "AADSTS53003: words"), Other, "another vendor's number");
}

#[test]
fn what_cannot_be_told_apart_claims_nothing() {
    let (fosite, prefix) = (
        Some(Family::Hydra),
        "Client authentication failed (e.g., unknown client, no client \
        authentication included, or unsupported authentication method)",
    );
    let of_hydra = |rest: &str| fault(fosite, 401, "invalid_client", &format!("{prefix}.{rest}"));
    assert_eq!(of_hydra(""), Other);
    assert_eq!(of_hydra(" The requested OAuth 2.0 Client does not exist."), UnknownClient);
    let method = " The OAuth 2.0 Client supports client authentication method 'client_s…";
    assert_eq!(of_hydra(method), NotPublic);
    for (status, code, sentence, expected) in [
        (400, "unauthorized_client", "", GrantRefused),
        (403, "unauthorized_client", "Unauthorized or unknown client", Other),
        (401, "unauthorized_client", "", Other),
        (400, "unsupported_grant_type", "", GrantRefused),
        (
            400,
            "invalid_request",
            "urn:ietf:params:oauth:grant-type:device_code is not allowed for this client",
            GrantRefused,
        ),
        (400, "invalid_request", "no client_id", Other),
        (400, "invalid_scope", "", ScopeRefused),
        (401, "invalid_client", "client authentication failed", Other),
        (401, "invalid_client", "CLIENT NOT FOUND", UnknownClient),
        (401, "invalid_client", "Client not found or wrong secret", Other),
        (400, "access_denied", "no matching policy", Policy),
        (400, "access_denied", "", Other),
        (400, "slow_down", "", Other),
        (400, "", "", Other),
    ] {
        assert_eq!(fault(None, status, code, sentence), expected, "{status} {code} {sentence}");
    }
}

#[test]
fn every_family_says_where_the_switch_is() {
    for family in Family::ALL {
        let of = |code, sentence| device_error(Some(*family), 400, code, sentence).help;
        for help in [of("invalid_scope", ""), of("slow_down", ""), of("access_denied", "policy")] {
            assert!(!help.is_empty() && !help.ends_with('.') && help.matches('`').count() % 2 == 0, "{help}");
        }
    }
    assert!(device_error(Some(Family::Auth0), 403, "slow_down", "").help.contains("`Device Code`"));
    assert!(device_error(Some(Family::Entra), 400, "x", "AADSTS530035: y").help.contains("security defaults"));
}

#[test]
fn scopes_are_sent_where_a_family_demands_them() {
    assert_eq!(device_scopes(Some(Family::Entra), "1-2"), ["1-2/.default"]);
    assert_eq!(device_scopes(Some(Family::Okta), "1-2"), ["openid"]);
    assert!(device_scopes(Some(Family::Keycloak), "1-2").is_empty() && device_scopes(None, "1-2").is_empty());
}

#[test]
fn a_layout_may_fix_the_endpoint() {
    for (keys, expected) in [
        ("https://gitlab.com/oauth/discovery/keys", "https://gitlab.com/oauth/authorize_device"),
        ("https://git.acme.io/gitlab/oauth/discovery/keys", "https://git.acme.io/gitlab/oauth/authorize_device"),
        ("https://acme.us.auth0.com/.well-known/jwks.json", "https://acme.us.auth0.com/oauth/device/code"),
        (
            "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/certs",
            "https://sso.acme.io/auth/realms/ops/protocol/openid-connect/auth/device",
        ),
        ("https://acme.okta.com/oauth2/aus1/v1/keys", "https://acme.okta.com/oauth2/aus1/v1/device/authorize"),
        ("https://www.googleapis.com/oauth2/v3/certs", ""),
        ("https://acme.onelogin.com/oidc/2/certs", ""),
        ("https://login.acme.io/keys", ""),
        ("https://a:b@gitlab.com/oauth/discovery/keys", ""),
    ] {
        let found = device_endpoint(&Url::parse(keys).unwrap()).map_or(String::new(), String::from);
        assert_eq!(found, expected, "{keys}");
    }
}
