//! Documents composed of faults: several bad users at once, misspelled keys, endpoints of other providers.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const PROVIDERS: &[&str] = &[
    "keycloak",
    "azure",
    "auth0",
    "okta",
    "AzureAD",
    "'azuread'",
    "\"Keycloak\"",
    "keyclock",
    "\"keycloak \"",
    "<keycloak>",
    "[azure]",
    "\"auth0\\u200b\"",
    "|\n    keycloak",
    "&p azure",
    "Entra ID",
    "",
];

const ENDPOINTS: &[&str] = &[
    "https://sso.acme.io/realms/ops/protocol/openid-connect/certs",
    "https://sso.acme.io/realms/ops/.well-known/openid-configuration",
    "http://sso.acme.io/realms/ops",
    "\"https://sso.acme.io/realms/my realm/protocol/openid-connect/certs/\"",
    "'https://acme.us.auth0.com/.well-known/openid-configuration '",
    "https://acme.us.auth0.com/",
    "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/v2.0",
    "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757//discovery/v2/keys",
    "htps://sso.acme.io/keys",
    "sso.acme.io/realms/ops",
    ">\n    https://acme.okta.com/oauth2/v1/keys",
    "|\n    https://acme-admin.okta.com/oauth2/default/v1/keys",
    "\"https:\\/\\/acme.okta.com\\/oauth2\\/default\"",
    "&url https://sso.acme.io/auth/realm/ops/protocol/openid-connect/cert",
    "{{ .Values.url }}",
];

const USERS: &[&str] = &[
    "- 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e",
    "- 'ada@acme.io'",
    "- 110169484474386276334",
    "- &bare \"ada\"",
    "- ada, lovelace",
    "- id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e\n  firstName: Ada\n  lastName: Lovelace\n  email: ada@acme.io",
    "- id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e\n  firstName: Ada\n  lastName: Lovelace\n  email: ada@acme.io # same",
    "- id: 8F6C1C7E-2F0A-4E53-9D0E-5F3C2B1A0D9E\n  firstname: No\n  last_name: Null\n  e-mail: ' zoe@acme.io'",
    "- id: auth0%7C5f7c8ec7c33c6c004bbafe82\n  firstName: Grace\n  lastName: Hopper\n  email: mailto:grace@acme.io",
    "- {id: 1234567890123456789, firstName: Alan, lastName: Off, email: <alan@acme.io>, userGroups: admin}",
    "- {\"id\": 007, \"firstName\": \"Zoë\", \"lastName\": y, \"email\": \"zoe@acme.io\\n\", \"userGroups\": [\"ADMIN\", auditor]}",
    "- id: '{1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed}'\n  firstName: \"On\"\n  lastName: on\n  email: >\n    on@acme.io\n\n  userGroups:\n  - member\n  - \"Admin \"",
    "- ID: urn:uuid:9a95fd9e-005d-487a-9a01-d08c1eab2757\n  firstName: &n yes\n  lastName: *n\n  email: on@acme.io",
    "-\n  id: |\n    3d813cbb-47fb-4b8e-91a1-8b1b2f6f2b11\n  firstName: Ada # why\n  lastName: Lovelace\n  email: \"ada@acme.io\"",
];

/// Lines below `admin`, of which the values above and the users are no part.
const BESIDE: &[&str] = &[
    "dsn:\n  value: jdbc:postgresql://influx:p#ss@pg/db?sslmode=disable",
    "dsn: {SecretName: influxdb-catalog, SecretKey: \"1\"}",
    "dsn:\n  secretName: a # one\n  secretKey: dsn",
    "dsn:\n  valueFrom:\n    secretKeyRef: {name: a, key: dsn}",
    "bucket: x",
    "useCustomEgress: 'no'",
];

/// Lines at the top of values.
const TOP: &[&str] = &[
    "useCustomEgress: \"false\"",
    "egress:\n  customCertificates:\n    valueFrom:\n      configMapKeyRef: {name: ca, key: ca.pem}",
    "identityProvider: keycloak",
    "users:\n- id: b\n  firstName: B\n  lastName: B\n  email: b@acme.io",
    "kubitSingleNamespace: 'off'",
    "fullnameOverride: influxdb # idplint: ignore[plain-http-endpoints] old",
    "image: {tag: \"20240819\"}",
];

const KEYS: &[(&str, &str)] = &[
    ("identityProvider", "jwksEndpoint"),
    ("identityProvider", "jwksEndpoint"),
    ("identityProvider", "jwksEndpoint"),
    ("identity_provider", "\"jwksendpoint\""),
    ("IdentityProvider", "jwksURL"),
];

fn indented(text: &str, indent: usize) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{:indent$}{line}\n", "") }).collect()
}

/// Values of the chart, or an AppInstance.
pub fn cluster() -> impl Strategy<Value = String> {
    let admin = (
        select(PROVIDERS),
        select(ENDPOINTS),
        prop::collection::vec(select(USERS), 0..5),
        select(KEYS),
        subsequence(BESIDE, 0..3),
    );
    (admin, subsequence(TOP, 0..4), any::<bool>()).prop_map(|((provider, endpoint, users, keys, beside), top, is_values)| {
        let mut admin = format!("{}: {provider}\n{}: {endpoint}\n", keys.0, keys.1);
        // Block scalars above are indented as if they stood under `admin`.
        admin = admin.replace("\n    ", "\n  ");
        if !users.is_empty() {
            admin += &format!("users:\n{}", users.iter().map(|user| indented(user, 2)).collect::<String>());
        }
        beside.iter().for_each(|one| admin += &format!("{one}\n"));
        if is_values {
            let top: String = top.iter().map(|one| format!("{one}\n")).collect();
            format!("admin:\n{}{top}", indented(&admin, 2))
        } else {
            let head = "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\nmetadata: {name: a}\nspec:\n  package:\n    image: r.io/clustered/influxdb:20250814-1819052\n    apiVersion: influxdata.com/v1alpha1\n    spec:\n      admin:\n";
            format!("{head}{}", indented(&admin, 8))
        }
    })
}

const PROFILE: &[&str] = &[
    "product = \"Clustered\"",
    "product = 'dedicated'",
    "host = \"https://influxdb.acme.io:8443/\"",
    "host = 'influxdb.acme.io:443' # ours",
    "port = 8086",
    "port = ' 443'",
    "Name = \"x\"",
    "account_id = \"\"",
    "cluster_id = \"\\u200bx\"",
];

const LOGIN: &[&str] = &[
    "client_id = \"influxctl \"",
    "client_id = \"1cc2cfec-faf9-4751-a63c-06a1c4b1d0e2\"",
    "client_secret = \"hunter2\"",
    "scopes = [\"\"]",
    "scopes = [\"https://graph.microsoft.com/.default\", \"offline_access\"]",
    "scopes = \"openid\"",
    "parameters = { audience = \"\", prompt = \"\" }",
    "token_url = \"http://sso.acme.io/realms/ops/protocol/openid-connect/auth/device\"",
    "device_url = \"https://sso.acme.io/realms/ops/protocol/openid-connect/token\"",
    "token_url = \"https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/token\"",
    "device_url = 'https://sts.windows.net/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/devicecode'",
    "deviceurl = \"https://acme.us.auth0.com/oauth/device/code/\"",
    "token_url = '''\nhttps://acme.us.auth0.com/oauth//token'''",
];

/// Profiles of influxctl.
pub fn profiles() -> impl Strategy<Value = String> {
    let profile = (subsequence(PROFILE, 0..5), subsequence(LOGIN, 1..6), select(&["\n", "\r\n"][..]), 0usize..4);
    prop::collection::vec(profile, 1..3).prop_map(|profiles| {
        let one = |(own, login, line_break, form): (Vec<&str>, Vec<&str>, &str, usize)| {
            let (own, login) = (own.join("\n"), login.join("\n"));
            let text = match form {
                0 => format!("[profile]\nname = \"a\"\n{own}\n[profile.auth.oauth2]\n{login}\n"),
                1 => format!(
                    "[[profile]]\n  name = \"a\"\n{own}\n\n  [profile.auth.oauth2] # login\n{}\n",
                    indented(&login, 4)
                ),
                2 => format!("{own}\n[auth.oauth2]\n{login}\n"),
                _ => format!("[[profile]]\nname = \"a\"\n{own}\nauth.oauth2 = {{ {} }}\n", login.replace('\n', ", ")),
            };
            text.replace('\n', line_break)
        };
        profiles.into_iter().map(one).collect()
    })
}
