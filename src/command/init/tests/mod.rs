//! The two texts of each provider as goldens in testdata/init/, each judged as `check` would.

use super::*;
use crate::facts::Discovery;
use std::path::Path;

/// A provider as its discovery document shows it; the endpoints below the first URL but for whole ones.
struct Layout {
    name: &'static str,
    issuer: &'static str,
    /// `issuer`, `jwks_uri`, `token_endpoint`, `device_authorization_endpoint`; "" when absent.
    document: [&'static str; 4],
    client_id: &'static str,
    audience: &'static str,
    user: &'static str,
}

const TENANT: &str = "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/v2.0";

const LAYOUTS: [Layout; 6] = [
    Layout {
        name: "keycloak",
        issuer: "https://sso.acme.io/realms/ops",
        document: [
            "https://sso.acme.io/realms/ops",
            "https://sso.acme.io/realms/ops/protocol/openid-connect/certs",
            "https://sso.acme.io/realms/ops/protocol/openid-connect/token",
            "https://sso.acme.io/realms/ops/protocol/openid-connect/auth/device",
        ],
        client_id: "influxctl",
        audience: "",
        user: "6a0d8f5c-6c7e-4f5e-9f0b-0d8a5b8b7a11,Ada,Lovelace,ada@acme.io",
    },
    Layout {
        name: "auth0",
        issuer: "https://login.acme.io",
        document: [
            "https://login.acme.io/",
            "https://login.acme.io/.well-known/jwks.json",
            "https://login.acme.io/oauth/token",
            "https://login.acme.io/oauth/device/code",
        ],
        client_id: "k2PbQ7wXcV5nZr8TtLd0Ys3MfHj6Gu1e",
        audience: "https://influxdb.acme.io",
        user: "auth0|507f1f77bcf86cd799439020,Ada,Lovelace,ada@acme.io",
    },
    Layout {
        name: "entra",
        issuer: TENANT,
        document: [
            TENANT,
            "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/discovery/v2.0/keys",
            "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/token",
            "https://login.microsoftonline.com/9a95fd9e-005d-487a-9a01-d08c1eab2757/oauth2/v2.0/devicecode",
        ],
        client_id: "3f8e7c5a-1b2d-4c6e-8f90-a1b2c3d4e5f6",
        audience: "",
        user: "7b2e1c54-4a2d-4b0e-9c55-2d1f6a3e9b01,Ada,Lovelace,ada@acme.io",
    },
    Layout {
        name: "okta",
        issuer: "https://acme.okta.com/oauth2/aus1a2b3c4d5e6f7g8h9",
        document: [
            "https://acme.okta.com/oauth2/aus1a2b3c4d5e6f7g8h9",
            "https://acme.okta.com/oauth2/aus1a2b3c4d5e6f7g8h9/v1/keys",
            "https://acme.okta.com/oauth2/aus1a2b3c4d5e6f7g8h9/v1/token",
            "https://acme.okta.com/oauth2/aus1a2b3c4d5e6f7g8h9/v1/device/authorize",
        ],
        client_id: "0oa1b2c3d4e5f6g7h8i9",
        audience: "",
        user: "00u1a2b3c4d5e6f7g8h9,Ada,Lovelace,ada@acme.io",
    },
    Layout {
        name: "gitlab",
        issuer: "https://git.acme.io",
        document: [
            "https://git.acme.io",
            "https://git.acme.io/oauth/discovery/keys",
            "https://git.acme.io/oauth/token",
            "",
        ],
        client_id: "influxctl",
        audience: "",
        user: "4711,Ada,Lovelace,ada@acme.io",
    },
    Layout {
        name: "unknown",
        issuer: "https://auth.acme.io/tenant",
        document: ["https://auth.acme.io/tenant", "https://auth.acme.io/tenant/keyset", "https://auth.acme.io/tok", ""],
        client_id: "influxctl",
        audience: "",
        user: "ada,Ada,Lovelace,ada@acme.io",
    },
];

fn document([issuer, keys, token, device]: [&str; 4]) -> Discovery {
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Discovery {
        issuer: issuer.to_owned(),
        jwks_uri: known(keys),
        token_endpoint: known(token),
        device_authorization_endpoint: known(device),
        ..Discovery::default()
    }
}

fn read(issuer: &str, document: &Discovery) -> Result<Login, CommandError> {
    let issuer = login::issuer(issuer)?;
    let found = issuer.join("/.well-known/openid-configuration").unwrap();
    Login::read(&issuer, &found, document)
}

impl Layout {
    fn login(&self) -> Login {
        read(self.issuer, &document(self.document)).unwrap()
    }

    /// The values, the AppInstance and the profile.
    fn texts(&self, users: &[&str]) -> [Text; 3] {
        let users: Vec<String> = users.iter().map(|user| (*user).to_owned()).collect();
        let (login, people) = (self.login(), people::gather(&users, None).unwrap());
        let profile = Profile {
            name: "default".to_owned(),
            host: "influxdb.acme.io".to_owned(),
            port: "443".to_owned(),
            client_id: self.client_id.to_owned(),
            audience: self.audience.to_owned(),
        };
        [
            Text { name: "values.yaml", text: text::values(&login, &people) },
            Text { name: "influxdb.yaml", text: text::app_instance(&login, &people) },
            Text { name: "config.toml", text: text::profile(&login, &profile) },
        ]
    }
}

fn judged(text: &Text) -> Vec<&'static str> {
    engine::judge_text(text.name, &text.text, &Facts::default()).iter().map(|finding| finding.rule).collect()
}

#[test]
fn each_provider_gets_its_own_files_and_they_are_silent() {
    for layout in &LAYOUTS {
        for text in layout.texts(&[layout.user]) {
            let path = format!("testdata/init/{}/{}", layout.name, text.name);
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            if std::env::var_os("BLESS").is_some() {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, &text.text).unwrap();
            }
            let golden = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(text.text, golden, "{} differs; BLESS=1 writes it", path.display());
            let is_open = text.name == "config.toml" && layout.login().device_url.is_empty();
            if !is_open {
                assert_eq!(judged(&text), [""; 0], "{}", path.display());
            }
        }
    }
}

#[test]
fn without_users_only_they_are_missing() {
    for layout in &LAYOUTS {
        let [values, app_instance, _] = layout.texts(&[]);
        for text in [values, app_instance] {
            assert_eq!(judged(&text), ["placeholder-left", "user-detail-missing"], "{}", layout.name);
        }
    }
}

#[test]
fn whatever_is_given_stays_one_value() {
    let login = LAYOUTS[0].login();
    let wild = "a\" # x: {\n\u{7f}\u{9b}\u{1b}]\u{feff}'";
    let person = Person { id: wild.to_owned(), first_name: wild.to_owned(), ..Person::default() };
    let values: serde_yaml::Value = serde_yaml::from_str(&text::values(&login, &[person])).unwrap();
    assert_eq!(values["admin"]["users"][0]["id"], wild);
    assert_eq!(values["admin"]["users"][0]["firstName"], wild);
    let profile = Profile {
        name: wild.to_owned(),
        host: wild.to_owned(),
        port: "443".to_owned(),
        client_id: wild.to_owned(),
        audience: wild.to_owned(),
    };
    let table: toml::Table = text::profile(&login, &profile).parse().unwrap();
    let profile = &table["profile"][0];
    assert_eq!(profile["name"].as_str(), Some(wild));
    assert_eq!(profile["auth"]["oauth2"]["parameters"]["audience"].as_str(), Some(wild));
}

#[test]
fn issuers_that_cannot_work_are_refused_before_anyone_is_asked() {
    for (text, why) in [
        ("sso.acme.io/realms/ops", "is no issuer URL"),
        ("file:///etc/passwd", "is no issuer URL"),
        ("https://ada:pw@sso.acme.io", "an issuer has no user name"),
        ("https://sso.acme.io/?p=1", "an issuer has no user name"),
        ("https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a", "has no device authorization flow"),
        ("https://acme.b2clogin.com/acme.onmicrosoft.com/policy/v2.0", "has no device authorization flow"),
        ("https://login.microsoftonline.com/common/v2.0", "`common` is no tenant"),
        ("https://sts.windows.net/9a95fd9e-005d-487a-9a01-d08c1eab2757/", "is version 1 of Microsoft's"),
    ] {
        let error = login::issuer(text).unwrap_err();
        assert!(matches!(error, CommandError::Usage { .. }) && error.to_string().contains(why), "{text}: {error}");
        assert!(!error.to_string().contains("pw"), "{error}");
    }
}

#[test]
fn documents_that_differ_are_told() {
    let doubts = |issuer, told| {
        let document = document([told, LAYOUTS[0].document[1], LAYOUTS[0].document[2], LAYOUTS[0].document[3]]);
        read(issuer, &document).unwrap().doubts
    };
    let own = "https://sso.acme.io/realms/ops";
    assert_eq!(doubts(own, "https://SSO.acme.io/realms/ops/"), [""; 0]);
    let told = doubts(own, "http://10.0.0.1:8080/realms/ops");
    assert!(told[0].contains(own) && told[0].contains("http://10.0.0.1:8080/realms/ops"), "{told:?}");
    let tenant = "https://login.microsoftonline.com/acme.onmicrosoft.com/v2.0";
    assert_eq!(doubts(tenant, TENANT), [""; 0], "a domain stands for its directory id");
    let without_keys = read(own, &document([own, "", "https://sso.acme.io/t", ""])).unwrap_err();
    assert!(without_keys.to_string().contains("names no `jwks_uri`"), "{without_keys}");
}

#[test]
fn hosts_have_a_port() {
    let told = |text| host_and_port(text).ok().map(|(host, port)| format!("{host} {port}"));
    assert_eq!(told("influxdb.acme.io").as_deref(), Some("influxdb.acme.io 443"));
    assert_eq!(told("influxdb.acme.io:8443").as_deref(), Some("influxdb.acme.io 8443"));
    assert_eq!(told("influxdb.acme.io:443").as_deref(), Some("influxdb.acme.io 443"));
    for text in ["", "https://influxdb.acme.io", "influxdb.acme.io/", "a@b", "a b", "a:70000"] {
        assert_eq!(told(text), None, "{text}");
    }
}

#[test]
fn files_appear_together_and_over_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let texts =
        || [Text { name: "values.yaml", text: "a".to_owned() }, Text { name: "config.toml", text: "b".to_owned() }];
    let names = |folder: &Path| {
        let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let (new, taken) = (folder.path().join("new/deep"), folder.path().join("taken"));
    files::write(&new, &texts()).unwrap();
    assert_eq!(names(&new), ["config.toml", "values.yaml"]);
    std::fs::create_dir(&taken).unwrap();
    std::fs::write(taken.join("config.toml"), "mine").unwrap();
    let error = files::write(&taken, &texts()).unwrap_err();
    assert!(error.to_string().contains("config.toml` exists"), "{error}");
    assert_eq!(names(&taken), ["config.toml"]);
    assert_eq!(std::fs::read_to_string(taken.join("config.toml")).unwrap(), "mine");
}
