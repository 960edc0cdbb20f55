//! Opt-in: recorded discovery documents, read in place from the folder that `IDPLINT_CORPUS` names.

use crate::provider::{Family, UrlKind, classify, discovery_candidates, same_url};
use std::path::{Path, PathBuf};
use url::Url;

/// Documents whose issuer is not where they are fetched, each with the reason and the URL that is right.
const BY_DESIGN: [(&str, &str, &str); 7] = [
    (
        "entra-v2-common",
        "the issuer is the template `{tenantid}`",
        "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
    ),
    (
        "entra-v1-common",
        "the issuer lives on sts.windows.net",
        "https://login.microsoftonline.com/common/.well-known/openid-configuration",
    ),
    (
        "entra-v1-tenant-microsoft",
        "the keys of every tenant are those of `common`",
        "https://login.microsoftonline.com/common/.well-known/openid-configuration",
    ),
    (
        "b2c-b2clogin",
        "the issuer names no policy",
        "https://sometenantid.b2clogin.com/sometenantid/policy/v2.0/.well-known/openid-configuration",
    ),
    (
        "entra-external-id-ciamlogin",
        "the issuer's host is the tenant's GUID",
        "https://gainitauth.ciamlogin.com/559c1923-19d9-428c-a51a-36c92e884239/v2.0/.well-known/openid-configuration",
    ),
    (
        "google-legacy-schemeless-issuer",
        "the issuer has no scheme",
        "https://accounts.google.com/.well-known/openid-configuration",
    ),
    (
        "influxdata-docs-entra-example",
        "the documentation's issuer is wrong",
        "https://login.microsoftonline.com/AZURE_TENANT_ID/v2.0/.well-known/openid-configuration",
    ),
];

#[test]
fn recorded_documents_lead_back_to_their_issuer() {
    let Some(folder) = std::env::var_os("IDPLINT_CORPUS").map(PathBuf::from).filter(|folder| folder.is_dir()) else {
        eprintln!("skipped: IDPLINT_CORPUS names no folder of recorded documents");
        return;
    };
    let mut files = Vec::new();
    json_files(&folder.join("discovery"), &mut files);
    files.sort();

    let (mut exact, mut explained) = (0, Vec::new());
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        let document: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        let (Some(issuer), Some(jwks)) = (document["issuer"].as_str(), document["jwks_uri"].as_str()) else {
            continue;
        };
        let name = file.file_stem().unwrap().to_str().unwrap();
        let url = Url::parse(jwks).unwrap();
        let first = discovery_candidates(&url).remove(0);
        let own = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        assert!(first.exact, "{name}");
        if same_url(first.url.as_str(), &own) {
            exact += 1;
            // and back: the document's URL gives the keys wherever its family is known
            let back = classify(first.url.as_str(), &first.url, None);
            assert_eq!(back.kind, UrlKind::Discovery, "{name}");
            assert!(back.keys.is_none_or(|keys| same_url(&keys.url, jwks)), "{name}");
        } else {
            let (_, reason, right) = BY_DESIGN.iter().find(|(known, ..)| *known == name).expect(name);
            assert_eq!(first.url.as_str(), *right, "{name}: {reason}");
            explained.push(name);
        }
        let kind = classify(jwks, &url, None).kind;
        let org = Family::of_url(&url).is_some_and(|(family, _)| family == Family::Okta);
        assert!(kind == UrlKind::Keys || org && kind == UrlKind::OktaOrgKeys, "{name}: {kind:?}");
    }
    eprintln!("{exact} derive exactly, {} explained: {explained:?}", explained.len());
    assert_eq!((exact, explained.len()), (34, BY_DESIGN.len()));
}

fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            json_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}
