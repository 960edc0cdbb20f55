//! Documentation placeholders that are still in a value: whole words only.

/// A placeholder found in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder<'a> {
    /// The word as written, a slice of the value.
    pub word: &'a str,
    /// What belongs there.
    pub stands_for: &'static str,
}

/// Words of InfluxData's pages and example files, and what they stand for
/// (auth.md, users/add.md, influxctl reference, setup.md, example-customer.yml of all releases).
const WORDS: &[(&str, &str)] = &[
    ("KEYCLOAK_HOST", "the host and port of the Keycloak server"),
    ("KEYCLOAK_REALM", "the name of the Keycloak realm"),
    ("KEYCLOAK_TENANT_ID", "the name of the Keycloak realm"),
    ("KEYCLOAK_CLIENT_ID", "the client id in Keycloak"),
    ("KEYCLOAK_CLIENT_SECRET", "the client secret in Keycloak"),
    ("KEYCLOAK_USER_ID", "the user's id in Keycloak (Users, Details)"),
    ("KEYCLOAK_USERNAME", "the user's name in Keycloak"),
    ("AUTH0_HOST", "the host of the Auth0 tenant"),
    ("AUTH0_REALM", "the name of the Auth0 tenant"),
    ("AUTH0_TENANT_ID", "the name of the Auth0 tenant"),
    ("AUTH0_CLIENT_ID", "the client id in Auth0"),
    ("AUTH0_CLIENT_SECRET", "the client secret in Auth0"),
    ("AUTH0_USER_ID", "the user's `user_id` in Auth0, for example `auth0|…`"),
    ("AUTH0_USERNAME", "the user's name in Auth0"),
    ("AZURE_HOST", "the login host of Microsoft Entra ID: `login.microsoftonline.com`"),
    ("AZURE_REALM", "the Directory (tenant) ID of Microsoft Entra ID"),
    ("AZURE_TENANT_ID", "the Directory (tenant) ID of Microsoft Entra ID"),
    ("AZURE_CLIENT_ID", "the Application (client) ID in Microsoft Entra ID"),
    ("AZURE_CLIENT_SECRET", "the client secret in Microsoft Entra ID"),
    ("AZURE_USERNAME", "the user's name in Microsoft Entra ID"),
    ("AZURE_USER_ID", "the user's Object ID in Microsoft Entra ID"),
    ("OAUTH_CLIENT_ID", "the client id at the identity provider"),
    ("OAUTH_TOKEN_URL", "the token endpoint of the identity provider"),
    ("OAUTH_DEVICE_URL", "the device authorization endpoint of the identity provider"),
    ("OAUTH_DEVICE_ID", "the client id at the identity provider"),
    ("INFLUXDB_HOST", "the cluster's host"),
    ("INFLUXDB_PORT", "the cluster's port"),
    ("INFLUXDB_NAMESPACE", "the cluster's namespace"),
    ("PROFILE_NAME", "the profile's name"),
    ("MANAGEMENT_TOKEN", "a management token"),
    ("ACCOUNT_ID", "the account's id"),
    ("CLUSTER_ID", "the cluster's id"),
    ("SECRET_NAME", "the name of the Secret"),
    ("DIRECTORY_PATH", "the path of the directory"),
    ("KEY_GEN_JOB", "the name of the key generation job"),
    ("CREATE_ADMIN_TOKEN_JOB", "the name of the job that creates the admin token"),
    ("RFC3339_EXPIRATION", "the time of expiry"),
    ("<id>", "the user's id at the identity provider"),
    ("<endpoint>", "the provider's JWKS endpoint: `jwks_uri` of its discovery document"),
    ("<identity-provider>", "the provider's name: `keycloak`, `auth0`, `azure`, …"),
    ("<PROVIDER>", "the provider's name: `keycloak`, `auth0`, `azure`, …"),
    ("<JWKS_ENDPOINT>", "the provider's JWKS endpoint: `jwks_uri` of its discovery document"),
    ("<tenant-id>", "the Directory (tenant) ID"),
    ("<secret name>", "the name of the Secret"),
    ("<your secret name here>", "the name of the Secret"),
    ("<name of the secret>", "the name of the Secret"),
    ("<dsn key>", "the key in the Secret that holds the DSN"),
    ("<the key in the secret that contains the dsn>", "the key in the Secret that holds the DSN"),
    ("<group-name>", "a group: `Admin`, `Auditor` or `Member`"),
    ("<influxdb-host>", "the cluster's host"),
    ("<internal-shared-secret>", "the shared secret"),
    ("{{< influxdb/host >}}", "the cluster's host"),
    ("cluster-host.com", "the cluster's host"),
    ("indentityprovider", "the identity provider's host"),
    ("identityprovider", "the identity provider's host"),
    ("00000000-0000-0000-0000-000000000000", "a real id"),
];

/// The first placeholder in `value`. Words count only as whole words: a realm `KEYCLOAK_REALM_2` is a name.
pub fn find(value: &str) -> Option<Placeholder<'_>> {
    let first = known(value).min_by_key(|found| found.word.as_ptr() as usize);
    first.or_else(|| crosses(value))
}

/// Every placeholder word in `value`, each once, in the order of the text.
pub fn all(value: &str) -> Vec<Placeholder<'_>> {
    let mut found: Vec<_> = known(value).collect();
    found.sort_by_key(|found| found.word.as_ptr() as usize);
    if found.is_empty() { crosses(value).into_iter().collect() } else { found }
}

/// True for the name of a file that is meant to hold placeholders.
pub fn is_sample(file: &str) -> bool {
    let mut parts = file.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let has_mark = |mark: &str| name.find(mark).is_some_and(|at| at > 0);
    let is_template = name.rsplit_once('.').is_some_and(|(stem, _)| stem.ends_with("-template"));
    has_mark(".example.")
        || has_mark(".sample.")
        || name.ends_with(".dist")
        || is_template
        || parts.any(|p| p == "examples")
}

fn known(value: &str) -> impl Iterator<Item = Placeholder<'_>> {
    // Most values hold none of the marks that nearly all words have.
    let has_mark = memchr::memchr2(b'_', b'<', value.as_bytes()).is_some();
    let may_stand = move |word: &str| has_mark || !word.contains(['_', '<']);
    WORDS.iter().filter(move |(word, _)| may_stand(word)).filter_map(|&(word, stands_for)| {
        let word = whole_word(value, word)?;
        Some(Placeholder { word, stands_for })
    })
}

/// `word` as a slice of `value`, when letters, digits and `_` do not go on at either side.
fn whole_word<'a>(value: &'a str, word: &str) -> Option<&'a str> {
    // `match_indices` prepares each search, which costs more than looking through a short value.
    memchr::memmem::find(value.as_bytes(), word.as_bytes())?;
    let is_host_word = word.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '-') && word.len() > 8;
    let mut matches = value.match_indices(word);
    matches.find_map(|(at, found)| {
        let before = value[..at].chars().next_back();
        let after = value[at + word.len()..].chars().next();
        let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
        // Host words count in the host of a URL only; a whole domain name is a host by itself, too.
        let is_host = value[..at].ends_with("//") || (at == 0 && word.contains('.'));
        let as_host = !is_host_word || (is_host && after.is_none_or(|c| c != '.'));
        (as_host && !goes_on(before) && !goes_on(after)).then_some(found)
    })
}

/// `XXooXoXXooXXXoo1`, the sample id of the vendor's page (users/remove.md).
fn crosses(value: &str) -> Option<Placeholder<'_>> {
    let trimmed = value.trim();
    let rest = trimmed.strip_prefix("XXooXo")?;
    let is_sample = rest.chars().all(|c| matches!(c, 'X' | 'o' | '-' | '0'..='9'));
    is_sample.then_some(Placeholder { word: trimmed, stands_for: "a real id" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_only() {
        assert_eq!(find("https://AUTH0_HOST/x").map(|p| p.word), Some("AUTH0_HOST"));
        assert_eq!(find("https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM").map(|p| p.word), Some("KEYCLOAK_HOST"));
        assert_eq!(find("https://cluster-host.com").map(|p| p.word), Some("cluster-host.com"));
        for real in [
            "MY_AUTH0_HOST",
            "AUTH0_HOST_2",
            "azure-prod",
            "https://identityprovider.acme.io/x",
            "identityprovider",
            "XX",
        ] {
            assert_eq!(find(real), None, "{real}");
        }
        assert_eq!(find("XXooXoXXooXXXoo1\n").map(|p| p.word), Some("XXooXoXXooXXXoo1"));
    }

    #[test]
    fn all_words_come_in_the_order_of_the_text() {
        let words = |text| all(text).into_iter().map(|p| p.word).collect::<Vec<_>>();
        assert_eq!(words("https://KEYCLOAK_HOST/auth/realms/KEYCLOAK_REALM/x"), ["KEYCLOAK_HOST", "KEYCLOAK_REALM"]);
        assert_eq!(words("https://indentityprovider/keys"), ["indentityprovider"]);
        assert_eq!(words("https://sso.acme.io/realms/ops"), [""; 0]);
    }

    #[test]
    fn samples_are_told_by_their_names() {
        for sample in [
            "values.example.yaml",
            "a/values.sample.yml",
            "values.yaml.dist",
            "x-template.yaml",
            "examples/v.yaml",
            "/a/examples/b/v.yaml",
        ] {
            assert!(is_sample(sample), "{sample}");
        }
        for real in [
            "values.yaml",
            "example.yaml",
            "my-examples/v.yaml",
            "examples.yaml",
            "template.yaml",
            "a/x-template/v.yaml",
            "<stdin>",
        ] {
            assert!(!is_sample(real), "{real}");
        }
    }
}
