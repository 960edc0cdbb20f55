//! How facts name a URL and its host.

use sha2::{Digest, Sha256};
use url::Url;

/// Ends of parameters of a query (lower case, without `-` and `_`) that may hold a secret.
const SECRET_PARAMETERS: [&str; 8] = ["sig", "signature", "secret", "token", "password", "key", "code", "credential"];

/// The host of a URL, with its port when that is not the default of the scheme.
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// A URL as facts name it: normalised (`https://A.example:443` is `https://a.example/`), without user name and
/// password; secret-like parameters of its query are hashed, so that they stay apart and are not told.
pub fn name_of(url: &Url) -> String {
    let mut url = url.clone();
    // Both fail only for URLs that cannot carry credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if url.query_pairs().any(|(name, _)| is_secret_parameter(&name)) {
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        url.query_pairs_mut().clear().extend_pairs(pairs.into_iter().map(|(name, value)| {
            let value = if is_secret_parameter(&name) { hashed(&value) } else { value };
            (name, value)
        }));
    }
    url.into()
}

fn is_secret_parameter(name: &str) -> bool {
    let name = name.replace(['-', '_'], "").to_ascii_lowercase();
    SECRET_PARAMETERS.iter().any(|end| name.ends_with(end))
}

fn hashed(secret: &str) -> String {
    let digest = Sha256::digest(secret);
    digest.iter().take(4).fold("***".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// A text that is no URL names nothing that was asked.
pub(super) fn name_of_text(url: &str) -> String {
    Url::parse(url).map_or_else(|_| url.to_owned(), |url| name_of(&url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_no_secret_and_stay_apart() {
        let name = |url: &str| name_of(&Url::parse(url).unwrap());
        assert_eq!(name("https://u:planted@A.example:443/k?p=b2c_1"), "https://a.example/k?p=b2c_1");
        let (one, other) =
            (name("https://a.example/k?api-key=planted&p=1"), name("https://a.example/k?api-key=other&p=1"));
        assert!(!one.contains("planted") && one.contains("p=1"), "{one}");
        assert_ne!(one, other);
    }
}
