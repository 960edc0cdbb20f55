//! The two texts. Whatever comes from the provider, a table or the command line is quoted where it could be read
//! as anything else.

use super::Profile;
use super::login::Login;
use super::people::Person;
use crate::input::splice::{double_quoted, flow_text};
use crate::model::user_id;

/// The `admin` block as the chart's values.
pub(super) fn values(login: &Login, people: &[Person]) -> String {
    let mut text = "admin:\n".to_owned();
    for line in admin(login, people) {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

/// The same block in the part of an AppInstance that holds it.
pub(super) fn app_instance(login: &Login, people: &[Person]) -> String {
    let mut text = "# TODO: your AppInstance has more: put `admin` into it, under its own name and namespace\n\
         apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\nmetadata:\n  name: influxdb\n  namespace: influxdb\n\
         spec:\n  package:\n    apiVersion: influxdata.com/v1alpha1\n    spec:\n      admin:\n"
        .to_owned();
    for line in admin(login, people) {
        text.push_str(&format!("        {line}\n"));
    }
    text
}

fn admin(login: &Login, people: &[Person]) -> Vec<String> {
    let mut lines = vec![
        format!("identityProvider: {}", flow_text(&login.name)),
        format!("jwksEndpoint: {}", flow_text(&login.keys_url)),
        "users:".to_owned(),
    ];
    if people.is_empty() {
        let place = user_id::where_to_find(login.family);
        lines.push(format!("  # TODO: everyone who administers the cluster; `id` is {place}"));
        lines.extend(user(&Person { id: "<id>".to_owned(), ..Person::default() }));
    }
    lines.extend(people.iter().flat_map(user));
    lines.extend(
        [
            "dsn:",
            "  valueFrom:",
            "    secretKeyRef: # TODO: the Secret that holds the DSN of the catalog, and its key there",
            "      name: influxdb-catalog",
            "      key: dsn",
        ]
        .map(str::to_owned),
    );
    lines
}

fn user(person: &Person) -> [String; 4] {
    let known = |value: &str| match value {
        "" => "\"\" # TODO".to_owned(),
        known => flow_text(known),
    };
    [
        format!("  - id: {}", flow_text(&person.id)),
        format!("    firstName: {}", known(&person.first_name)),
        format!("    lastName: {}", known(&person.last_name)),
        format!("    email: {}", known(&person.email)),
    ]
}

/// The profile as influxctl's `config.toml`. Every value is a string, the port too.
pub(super) fn profile(login: &Login, profile: &Profile) -> String {
    let known = |key: &str, value: &str, todo: &str| match value {
        "" => format!("{key} = \"\" # TODO: {todo}\n"),
        known => format!("{key} = {}\n", double_quoted(known)),
    };
    let mut text = "[[profile]]\n".to_owned();
    text.push_str(&format!("name = {}\n", double_quoted(&profile.name)));
    text.push_str("product = \"clustered\"\n");
    text.push_str(&known("host", &profile.host, "the host of the cluster's ingress"));
    text.push_str(&format!("port = {}\n\n[profile.auth.oauth2]\n", double_quoted(&profile.port)));
    let client = format!("the id of a public client with the device grant at {}", login.display());
    text.push_str(&known("client_id", &profile.client_id, &client));
    text.push_str(&known("device_url", &login.device_url, "the device authorization endpoint (RFC 8628)"));
    text.push_str(&known("token_url", &login.token_url, "the token endpoint"));
    text.push_str(&scopes(login, &profile.client_id));
    match profile.audience.as_str() {
        "" if login.family == Some(crate::provider::Family::Auth0) => text.push_str(
            "parameters = { audience = \"\" } # TODO: the identifier of an API: without one, and without a default \
             audience of the tenant, no key verifies the token\n",
        ),
        "" => {}
        audience => text.push_str(&format!("parameters = {{ audience = {} }}\n", double_quoted(audience))),
    }
    text
}

fn scopes(login: &Login, client_id: &str) -> String {
    let scopes = login.family.map_or(&["openid"][..], crate::provider::Family::login_scopes);
    let todo = scopes.iter().any(|scope| scope.contains("CLIENT_ID")) && client_id.is_empty();
    let scopes: Vec<_> = scopes
        .iter()
        .map(|scope| double_quoted(&if todo { (*scope).to_owned() } else { scope.replace("CLIENT_ID", client_id) }))
        .collect();
    let todo = if todo { " # TODO: the same client id" } else { "" };
    format!("scopes = [{}]{todo}\n", scopes.join(", "))
}
