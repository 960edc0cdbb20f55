//! Ids of each provider, and the order in which their faults are told.

use super::IdFault;
use crate::input::scalar::Reader;
use crate::input::yaml;
use crate::model::admin::Admin;
use crate::model::shape::Shape;
use crate::provider::Family;
use crate::source::Source;

const UUID: &str = "8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e";
const TENANT: &str = "11111111-2222-3333-4444-555555555555";

fn fault(provider: &str, id: &str) -> Option<IdFault> {
    let url = format!("https://login.microsoftonline.com/{TENANT}/discovery/v2.0/keys");
    let url = if provider == "azure" { &*url } else { "https://sso.acme.io/keys" };
    let user = format!("{{id: {id}, email: grace hopper@navy.mil}}");
    let text = format!("admin:\n  identityProvider: {provider}\n  jwksEndpoint: {url}\n  users: [{user}]\n");
    let (tree, error) = yaml::read(&Source::new("a.yaml", text), Reader::Helm);
    assert_eq!(error, None, "{id}");
    let admin = Admin::read(tree.document(0).unwrap(), Shape::HelmValues).unwrap();
    admin.entries[0].id_fault.clone()
}

fn email(family: Family) -> Option<IdFault> {
    Some(IdFault::LoginName { is_email: true, family })
}

#[test]
fn numbers_come_first_then_login_names_then_shapes() {
    let seen = |text: &str| Some(IdFault::TypedAsNumber { seen: text.to_owned() });
    for provider in ["azure", "auth0", "keycloak", "okta", "acme"] {
        assert_eq!(fault(provider, "0123"), seen("83"));
        assert_eq!(fault(provider, "12345678901234567890123"), seen("1.2345678901234568e+22"));
        for silent in ["'{{ id }}'", "''", "null", "yes", "[]", "KEYCLOAK_USER_ID", "XXooXoXXooXXXoo1", "' '"] {
            assert_eq!(fault(provider, silent), None, "{provider} {silent}");
        }
    }
    assert_eq!(fault("azure", "ada@acme.io"), email(Family::Entra));
    assert_eq!(fault("keycloak", "' ada@acme '"), email(Family::Keycloak));
    assert_eq!(fault("auth0", "“ada@acme.io”"), email(Family::Auth0));
    assert_eq!(fault("azure", "guest_acme.io#EXT#@corp.onmicrosoft.com"), email(Family::Entra));
    assert_eq!(fault("azure", "grace hopper@navy.mil"), email(Family::Entra), "the same text as `email`");
    assert_eq!(fault("azure", "ACME\\ada"), Some(IdFault::LoginName { is_email: false, family: Family::Entra }));
    for other in ["okta", "authentik", "adfs", "acme"] {
        assert_eq!(fault(other, "ada@acme.io"), None, "{other}: an id may be an e-mail address");
        assert_eq!(fault(other, "ada"), None, "{other}");
    }
}

#[test]
fn entra_takes_object_ids() {
    let entra = |meant: Option<&str>, is_tenant| Some(IdFault::Entra { meant: meant.map(str::to_owned), is_tenant });
    assert_eq!(fault("azure", UUID), None);
    assert_eq!(fault("azure", &UUID.to_uppercase()), None);
    assert_eq!(fault("azure", &format!("'{{{UUID}}}'")), entra(Some(UUID), false));
    assert_eq!(fault("azure", &format!("urn:uuid:{UUID}")), entra(Some(UUID), false));
    assert_eq!(fault("azure", TENANT), entra(None, true));
    assert_eq!(fault("azure", &format!("'{{{TENANT}}}'")), entra(None, true));
    assert_eq!(fault("azure", "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ"), entra(None, false));
    assert_eq!(fault("azure", "00000000-0000-0000-0000-000000000000"), None, "a placeholder");
}

#[test]
fn auth0_takes_a_connection_and_a_bar() {
    let auth0 =
        |meant: Option<&str>, is_application| Some(IdFault::Auth0 { meant: meant.map(str::to_owned), is_application });
    for good in ["auth0|5f7c8ec7c33c6c004bbafe82", "samlp|corp|ada@acme.io", "email|x", "Acme SSO|7"] {
        assert_eq!(fault("auth0", good), None, "{good}");
    }
    assert_eq!(fault("auth0", "5f7c8ec7c33c6c004bbafe82"), auth0(None, false));
    assert_eq!(fault("auth0", "auth0%7C5f7c"), auth0(Some("auth0|5f7c"), false));
    assert_eq!(fault("auth0", "samlp%7ccorp%7cada@acme.io"), auth0(Some("samlp|corp|ada@acme.io"), false));
    assert_eq!(fault("auth0", "abc@clients"), auth0(None, true));
}

#[test]
fn keycloak_takes_lower_case_uuids_and_federated_ids() {
    let keycloak = |meant: Option<&str>| Some(IdFault::Keycloak { meant: meant.map(str::to_owned) });
    assert_eq!(fault("keycloak", UUID), None);
    assert_eq!(fault("keycloak", &format!("f:{UUID}:ada@acme.io")), None);
    assert_eq!(fault("keycloak", "f:UdSWTHEdSr2hRl2GFFcOcw:ada"), None);
    assert_eq!(fault("keycloak", &UUID.to_uppercase()), keycloak(Some(UUID)));
    assert_eq!(fault("keycloak", &format!("'{{{UUID}}}'")), keycloak(Some(UUID)));
    assert_eq!(fault("keycloak", "alovelace"), keycloak(None));
    assert_eq!(fault("keycloak", "service-account-influxdb"), keycloak(None));
}
