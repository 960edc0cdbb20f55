//! The program against real servers: an OpenID provider that wears three layouts, and Keycloak with and without `/auth`.
//!
//! Opt in: `IDPLINT_E2E=1 cargo test --test e2e`. Linux only: each run has names of its own (`unshare`), so that
//! `sso.acme.io` and the vendors' hosts are this machine and nothing leaves it.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use url::Url;

const PROBE: &str = "--probe-device";

/// Rules and flags that are not built yet: rows that need one of them are told, not run.
const LATER: &[&str] = &[];

/// All names that rows use; the servers' certificates leave out the last.
const NAMES: &str = "127.0.0.1 localhost sso.acme.io acme.us.auth0.com login.acme.io login.microsoftonline.com \
    old.acme.io\n";

const TENANT: &str = "9a95fd9e-005d-487a-9a01-d08c1eab2757";

/// What the program must say about one file.
enum Expect {
    /// Nothing: exit 0.
    Silence,
    /// This rule alone, with this text as its fix: exit 1.
    Finding(&'static str, Option<&'static str>),
    /// No finding, this cause of an incomplete run: exit 3.
    Incomplete(&'static str),
}

use Expect::{Finding, Incomplete, Silence};

/// One run. In URLs `PORT` is the server's, `CLOSED` a port where nobody listens, `TENANT` that of the Entra layout.
struct Row {
    name: &'static str,
    /// `identityProvider` and `jwksEndpoint` of the values file.
    file: (&'static str, &'static str),
    /// Whether the run trusts the server's CA.
    trusts: bool,
    /// The client of `--probe-device`.
    client: Option<&'static str>,
    expect: Expect,
}

const fn row(name: &'static str, file: (&'static str, &'static str), expect: Expect) -> Row {
    Row { name, file, trusts: true, client: None, expect }
}

const fn probe(name: &'static str, file: (&'static str, &'static str), client: &'static str, expect: Expect) -> Row {
    Row { name, file, trusts: true, client: Some(client), expect }
}

const KEYCLOAK: (&str, &str) = ("keycloak", "https://sso.acme.io:PORT/realms/ops/protocol/openid-connect/certs");
const KEYCLOAK_AUTH: (&str, &str) =
    ("keycloak", "https://sso.acme.io:PORT/auth/realms/ops/protocol/openid-connect/certs");
const AUTH0: (&str, &str) = ("auth0", "https://acme.us.auth0.com:PORT/.well-known/jwks.json");
const AUTH0_DOMAIN: (&str, &str) = ("auth0", "https://login.acme.io:PORT/.well-known/jwks.json");
const ENTRA: (&str, &str) = ("azure", "https://login.microsoftonline.com:PORT/TENANT/discovery/v2.0/keys");

/// Keycloak at the root; the OpenID provider wears the same layout.
const AT_THE_ROOT: &[Row] = &[
    row("Keycloak", KEYCLOAK, Silence),
    row(
        "misspelt realm",
        ("keycloak", "https://sso.acme.io:PORT/realms/Ops/protocol/openid-connect/certs"),
        Finding("tenant-unknown-to-provider", None),
    ),
    row("/auth too much", KEYCLOAK_AUTH, Finding("jwks-endpoint-not-found", Some(KEYCLOAK.1))),
    row(
        "discovery document",
        ("keycloak", "https://sso.acme.io:PORT/realms/ops/.well-known/openid-configuration"),
        Finding("jwks-endpoint-serves-discovery", Some(KEYCLOAK.1)),
    ),
    row(
        "token endpoint",
        ("keycloak", "https://sso.acme.io:PORT/realms/ops/protocol/openid-connect/token"),
        Finding("jwks-endpoint-not-found", None),
    ),
    row(
        "misspelt path",
        ("keycloak", "https://sso.acme.io:PORT/realms/ops/protocol/openid-connect/cert"),
        Finding("jwks-endpoint-not-found", None),
    ),
    row(
        "nobody listens",
        ("keycloak", "https://sso.acme.io:CLOSED/realms/ops/protocol/openid-connect/certs"),
        Incomplete("connect"),
    ),
    row(
        "name that the certificate lacks",
        ("keycloak", "https://old.acme.io:PORT/realms/ops/protocol/openid-connect/certs"),
        Finding("tls-certificate-rejected", None),
    ),
    Row { trusts: false, ..row("unknown CA", KEYCLOAK, Finding("tls-issuer-untrusted", None)) },
    probe("device flow", KEYCLOAK, "influxctl", Silence),
];

/// What only the real Keycloak says.
const KEYCLOAK_ALONE: &[Row] = &[
    row(
        "issuer",
        ("keycloak", "https://sso.acme.io:PORT/realms/ops"),
        Finding("jwks-endpoint-serves-other-content", None),
    ),
    probe("grant off", KEYCLOAK, "without-device-grant", Finding("device-grant-refused", None)),
    probe("confidential client", KEYCLOAK, "confidential", Finding("client-not-public", None)),
    probe("unknown client", KEYCLOAK, "nobody", Finding("client-unknown-to-provider", None)),
];

/// Keycloak with `--http-relative-path=/auth`.
const BELOW_AUTH: &[Row] = &[
    row("Keycloak below /auth", KEYCLOAK_AUTH, Silence),
    row("/auth missing", KEYCLOAK, Finding("jwks-endpoint-not-found", Some(KEYCLOAK_AUTH.1))),
    row(
        "misspelt realm",
        ("keycloak", "https://sso.acme.io:PORT/auth/realms/opps/protocol/openid-connect/certs"),
        Finding("tenant-unknown-to-provider", None),
    ),
    row(
        "discovery document",
        ("keycloak", "https://sso.acme.io:PORT/auth/realms/ops/.well-known/openid-configuration"),
        Finding("jwks-endpoint-serves-discovery", Some(KEYCLOAK_AUTH.1)),
    ),
];

/// The other layouts of the OpenID provider.
const HOSTED: &[Row] = &[
    row("Auth0", AUTH0, Silence),
    row("Auth0 at a custom domain", AUTH0_DOMAIN, Silence),
    row("Entra", ENTRA, Silence),
    row(
        "Auth0's discovery document",
        ("auth0", "https://acme.us.auth0.com:PORT/.well-known/openid-configuration"),
        Finding("jwks-endpoint-serves-discovery", Some(AUTH0.1)),
    ),
    row(
        "Auth0's token endpoint",
        ("auth0", "https://acme.us.auth0.com:PORT/oauth/token"),
        Finding("jwks-endpoint-not-found", None),
    ),
    row(
        "keys that nobody signs with",
        ("auth0", "https://login.acme.io:PORT/retired/keys"),
        Finding("keys-of-other-issuer", Some(AUTH0_DOMAIN.1)),
    ),
    row(
        "wrong tenant",
        ("azure", "https://login.microsoftonline.com:PORT/00000000-1111-4222-8333-444444444444/discovery/v2.0/keys"),
        Finding("tenant-unknown-to-provider", None),
    ),
    row(
        "Entra's discovery document",
        ("azure", "https://login.microsoftonline.com:PORT/TENANT/v2.0/.well-known/openid-configuration"),
        Finding("jwks-endpoint-serves-discovery", Some(ENTRA.1)),
    ),
    row(
        "Entra's token endpoint",
        ("azure", "https://login.microsoftonline.com:PORT/TENANT/oauth2/v2.0/token"),
        Finding("jwks-endpoint-not-found", None),
    ),
    row(
        "nobody listens",
        ("azure", "https://login.microsoftonline.com:CLOSED/TENANT/discovery/v2.0/keys"),
        Incomplete("connect"),
    ),
    probe("Auth0's device flow", AUTH0, "influxctl", Silence),
    probe("Entra's device flow", ENTRA, "influxctl", Silence),
    probe("grant off", AUTH0, "without-device-grant", Finding("device-grant-refused", None)),
    // to this provider an unknown client and one without its secret are the same
    probe("unknown client", AUTH0, "nobody", Incomplete("status")),
    probe("confidential client", AUTH0, "confidential", Incomplete("status")),
];

impl Row {
    /// What the row waits for.
    fn later(&self) -> Option<&'static str> {
        let rule = if let Finding(rule, _) = self.expect { Some(rule) } else { None };
        let flag = self.client.map(|_| PROBE);
        LATER.iter().copied().find(|word| [rule, flag].contains(&Some(word)))
    }
}

/// Issuers of the OpenID provider, with a user and a client as the vendor writes their ids.
const ISSUERS: &[(&str, &str, &str)] = &[
    (
        "https://sso.acme.io:PORT/realms/ops",
        "6a0d8f5c-6c7e-4f5e-9f0b-0d8a5b8b7a11,Ada,Lovelace,ada@acme.io",
        "influxctl",
    ),
    ("https://acme.us.auth0.com:PORT/", "auth0|507f1f77bcf86cd799439020,Ada,Lovelace,ada@acme.io", "influxctl"),
    ("https://login.acme.io:PORT", "auth0|507f1f77bcf86cd799439020,Ada,Lovelace,ada@acme.io", "influxctl"),
    (
        "https://login.microsoftonline.com:PORT/TENANT/v2.0",
        "6a0d8f5c-6c7e-4f5e-9f0b-0d8a5b8b7a11,Ada,Lovelace,ada@acme.io",
        "3f8e7c5a-1b2d-4c6e-8f90-a1b2c3d4e5f6",
    ),
];

/// A server that one of the scripts in e2e/ started; it ends when dropped.
struct Server {
    process: Child,
    port: u16,
    ca_file: String,
    /// Nobody listens here.
    closed: u16,
}

impl Server {
    fn start(script: &str, flags: &[&str]) -> Self {
        let began = Instant::now();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("e2e").join(script);
        let mut process = Command::new(path).args(flags).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("e2e/{script} says {line:?}"));
        println!("e2e/{script} {flags:?} was ready after {:.1?}", began.elapsed());
        let port = said["port"].as_u64().unwrap().try_into().unwrap();
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { process, port, ca_file: said["ca_file"].as_str().unwrap().to_owned(), closed }
    }

    /// A text of the table, for this server.
    fn fill(&self, text: &str) -> String {
        text.replace("PORT", &self.port.to_string())
            .replace("CLOSED", &self.closed.to_string())
            .replace("TENANT", TENANT)
    }

    /// A command that sees the names of this file as this machine.
    fn at_home(folder: &Path, program: &str) -> Command {
        let hosts = folder.join("hosts");
        std::fs::write(&hosts, NAMES).unwrap();
        let mut command = Command::new("unshare");
        command
            .args(["--map-root-user", "--mount", "sh", "-c", r#"mount --bind "$0" /etc/hosts && exec "$@""#])
            .args([hosts.as_os_str(), program.as_ref()]);
        command
    }

    /// Runs the program on the file of a row: its exit code and its report in JSON, or what it said instead.
    fn run(&self, row: &Row) -> Result<(i32, Value), String> {
        let folder = tempfile::tempdir().unwrap();
        let values = folder.path().join("values.yaml");
        let (provider, url) = (row.file.0, self.fill(row.file.1));
        std::fs::write(&values, values_file(provider, &url)).unwrap();
        let allowed = Url::parse(&url).unwrap();
        let output = Self::at_home(folder.path(), env!("CARGO_BIN_EXE_idplint"))
            .args(["--network", "require", "--format", "json"])
            .args(["--allow-host", &format!("{}:{}", allowed.host_str().unwrap(), allowed.port().unwrap())])
            .args(row.trusts.then_some(["--ca-file", &self.ca_file]).into_iter().flatten())
            .args(row.client.map(|client| [PROBE, client]).into_iter().flatten())
            .arg(&values)
            .output()
            .unwrap();
        match serde_json::from_slice(&output.stdout) {
            Ok(report) => Ok((output.status.code().unwrap(), report)),
            Err(_) => Err(format!("{}: no report: {}", row.name, String::from_utf8_lossy(&output.stderr))),
        }
    }

    /// Why the program is wrong about a row.
    fn judge(&self, row: &Row) -> Option<String> {
        let (code, report) = match self.run(row) {
            Ok(ran) => ran,
            Err(said) => return Some(said),
        };
        let (findings, incomplete) = (report["findings"].as_array().unwrap(), report["incomplete"].as_array().unwrap());
        let fix = |finding: &Value| finding["fix"]["edits"][0]["replacement"].as_str().map(str::to_owned);
        let found: Vec<_> = findings.iter().map(|finding| (finding["rule"].as_str().unwrap(), fix(finding))).collect();
        let causes: Vec<_> = incomplete.iter().map(|trouble| trouble["cause"].as_str().unwrap()).collect();
        let agrees = match row.expect {
            Silence => (code, &*found, &*causes) == (0, &[], &[]),
            Finding(rule, fix) => (code, &*found, &*causes) == (1, &[(rule, fix.map(|text| self.fill(text)))], &[]),
            Incomplete(cause) => (code, &*found, &*causes) == (3, &[], &[cause]),
        };
        (!agrees).then(|| format!("{}: exit {code}\n{report:#}", row.name))
    }

    /// `init` writes files that `check` passes with the same provider, and URLs that answer.
    fn init_all(&self, issuers: &[(&str, &str, &str)]) {
        for (issuer, user, client) in issuers {
            for form in ["helm", "appinstance"] {
                self.init(&self.fill(issuer), form, user, client);
            }
        }
        println!("init fits {} issuers", issuers.len());
    }

    fn init(&self, issuer: &str, form: &str, user: &str, client: &str) {
        let folder = tempfile::tempdir().unwrap();
        let (out, url) = (folder.path().join("out"), Url::parse(issuer).unwrap());
        let run = |args: &[&str]| {
            let output = Self::at_home(folder.path(), env!("CARGO_BIN_EXE_idplint"))
                .args(args)
                .args(["--allow-host", url.host_str().unwrap(), "--ca-file", &self.ca_file])
                .output()
                .unwrap();
            let said =
                format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            assert_eq!(output.status.code(), Some(0), "{issuer} as {form}: {args:?}\n{said}");
            said
        };
        let out = out.to_str().unwrap();
        let profile = ["--client-id", client, "--host", "influxdb.acme.io", "--audience", "https://influxdb.acme.io"];
        let said = run(&[&["init", issuer, "--as", form, "--user", user, "--out", out], &profile[..]].concat());
        assert!(!said.contains("warning") && !said.contains("error"), "{issuer}: {said}");
        let report = run(&["check", "--network", "require", "--fail-on", "note", "--format", "json", out]);
        let report: Value = serde_json::from_str(&report).unwrap();
        let kinds: Vec<_> = report["inputs"].as_array().unwrap().iter().map(|input| &input["kind"]).collect();
        assert_eq!(kinds, ["influxctl-config", if form == "helm" { "helm-values" } else { "app-instance" }]);
        assert_eq!(report["incomplete"], Value::Array(Vec::new()));
        let text = std::fs::read_to_string(Path::new(out).join("config.toml")).unwrap();
        let profile: toml::Table = text.parse().unwrap();
        let login = &profile["profile"][0]["auth"]["oauth2"];
        // The OpenID provider in each layout knows one client, whatever the vendor's clients are called.
        let device = self.status(folder.path(), login["device_url"].as_str().unwrap(), "client_id=influxctl");
        assert_eq!(device, "200", "{issuer}: {text}");
        let token = self.status(folder.path(), login["token_url"].as_str().unwrap(), "client_id=influxctl");
        assert!(["400", "401"].contains(&&*token), "{issuer}: {token} {text}");
    }

    /// The status of the answer to a form.
    fn status(&self, folder: &Path, url: &str, form: &str) -> String {
        let args = ["--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--max-time", "20"];
        let output = Self::at_home(folder, "curl")
            .args(args)
            .args(["--cacert", &self.ca_file, "--data", form, url])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    fn judge_all<'a>(&self, rows: impl IntoIterator<Item = &'a Row>) {
        let (mut wrong, mut agree) = (Vec::new(), 0);
        for row in rows {
            match row.later() {
                Some(word) => println!("later: {}, with {word}", row.name),
                None => match self.judge(row) {
                    Some(why) => wrong.push(why),
                    None => agree += 1,
                },
            }
        }
        assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), wrong.len() + agree, wrong.join("\n"));
        println!("{agree} rows agree");
    }
}

impl Drop for Server {
    /// The scripts end what they started when they are asked to; a killed script could not.
    fn drop(&mut self) {
        Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        self.process.wait().unwrap();
    }
}

fn values_file(provider: &str, url: &str) -> String {
    let id = match provider {
        "auth0" => "auth0|507f1f77bcf86cd799439020",
        _ => "6a0d8f5c-6c7e-4f5e-9f0b-0d8a5b8b7a11",
    };
    format!(
        "admin:\n  identityProvider: {provider}\n  jwksEndpoint: {url}\n  users:\n    - id: {id}\n      \
         firstName: Ada\n      lastName: Lovelace\n      email: ada@acme.io\n  \
         dsn:\n    valueFrom:\n      secretKeyRef:\n        name: influxdb-catalog\n        key: dsn\ncatalog:\n  dsn:\n    \
         SecretName: influxdb-catalog\n    SecretKey: dsn\nobjectStore:\n  bucket: influxdb\n"
    )
}

fn is_opted_in() -> bool {
    let is = std::env::var_os("IDPLINT_E2E").is_some();
    if !is {
        eprintln!("skipped: IDPLINT_E2E is not set; with it the servers in e2e/ are fetched and started");
    }
    is
}

#[test]
fn an_openid_provider_in_three_layouts() {
    if is_opted_in() {
        let server = Server::start("provider/start", &[]);
        server.judge_all(AT_THE_ROOT.iter().chain(HOSTED));
        server.init_all(ISSUERS);
    }
}

#[test]
fn keycloak() {
    if is_opted_in() {
        let server = Server::start("keycloak/start", &[]);
        server.judge_all(AT_THE_ROOT.iter().chain(KEYCLOAK_ALONE));
        server.init_all(&ISSUERS[..1]);
    }
}

#[test]
fn keycloak_below_auth() {
    if is_opted_in() {
        let server = Server::start("keycloak/start", &["--auth"]);
        server.judge_all(BELOW_AUTH);
        let (_, user, client) = ISSUERS[0];
        server.init_all(&[("https://sso.acme.io:PORT/auth/realms/ops", user, client)]);
    }
}
