//! `--probe-device`: one POST, to the provider's own host, and no code in any fact.

use super::support::{KEYS, Reply, Server, json, redirect, status};
use super::{ask_with, policy, question};
use idplint::facts::{Cause, Facts, ProbeOutcome, ProviderError, Trouble};
use idplint::net::{ProbeRequest, Question};

const CODES: &str = r#"{"device_code":"planted-device","user_code":"planted-user","expires_in":600,
    "verification_uri":"https://a.example/device","verification_uri_complete":"https://a.example/planted-complete"}"#;

/// A provider whose document names `device`, with `PORT` for its own port, and what it says there.
fn provider(device: &'static str, answer: impl Fn() -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |path, _| match path {
        "/keys" => json(KEYS),
        "/device" => answer(),
        path => match path.strip_prefix("/document/") {
            Some(port) => json(&format!(
                r#"{{"issuer":"http://127.0.0.1:{port}","jwks_uri":"http://127.0.0.1:{port}/keys",
                    "device_authorization_endpoint":"{}"}}"#,
                device.replace("PORT", port)
            )),
            None => status(404),
        },
    })
}

const OWN: &str = "http://127.0.0.1:PORT/device";

/// Asks for the keys, the document and a device code.
fn probed(server: &Server, allowed: &[&str], scopes: &[&str]) -> Facts {
    let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    let document = server.url(&format!("/document/{}", server.port));
    let question = Question {
        probe: Some(ProbeRequest { client_id: "influxctl".to_owned(), scopes }),
        ..question(&server.url("/keys"), &[document], &[])
    };
    ask_with(&policy(allowed), &[question])
}

fn outcome(facts: &Facts) -> &ProbeOutcome {
    let [probe] = &facts.probes[..] else { panic!("{facts:?}") };
    &probe.outcome
}

/// The trouble that a device authorization endpoint earns which answers like this.
fn trouble_of(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Trouble {
    let server = provider(OWN, answer);
    let facts = probed(&server, &["127.0.0.1"], &[]);
    assert_eq!(server.bodies().len(), 1, "asked once");
    match outcome(&facts) {
        ProbeOutcome::Trouble(trouble) => trouble.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_post_holds_client_and_scope_and_nothing_else() {
    let server = provider(OWN, || json(CODES));
    let facts = probed(&server, &["127.0.0.1"], &["openid", "offline_access"]);
    assert_eq!(*outcome(&facts), ProbeOutcome::Granted);
    assert_eq!(server.bodies(), ["client_id=influxctl&scope=openid+offline_access"]);
    let requests = server.requests();
    let posts: Vec<_> = requests.iter().filter(|head| head.starts_with("post ")).collect();
    let [post] = &posts[..] else { panic!("{requests:?}") };
    assert!(post.starts_with("post /device http/1.1\r\n"), "{post}");
    assert!(post.contains("content-type: application/x-www-form-urlencoded\r\n"), "{post}");
    for never in ["authorization:", "cookie:", "referer:", "secret"] {
        assert!(!post.contains(never), "{post}");
    }
    let probe = &facts.probes[0];
    assert_eq!((&*probe.endpoint, &*probe.jwks_endpoint), (&*server.url("/device"), &*server.url("/keys")));
    assert_eq!(probe.scopes, ["openid", "offline_access"]);
    assert!(!serde_json::to_string(&facts).unwrap().contains("planted"));
}

#[test]
fn without_the_request_nothing_is_posted() {
    let server = provider(OWN, || json(CODES));
    let document = server.url(&format!("/document/{}", server.port));
    let facts = ask_with(&policy(&["127.0.0.1"]), &[question(&server.url("/keys"), &[document], &[])]);
    assert!(facts.probes.is_empty() && server.bodies().is_empty());
    assert!(facts.discovered(&server.url("/keys")).is_some());
}

#[test]
fn refusals_are_facts() {
    for code in [200, 400, 401, 403] {
        let body = br#"{"error":"invalid_client","error_description":"no\u001b[31m"}"#;
        let server = provider(OWN, move || Reply::Say(code, Vec::new(), body.to_vec()));
        let facts = probed(&server, &["127.0.0.1"], &[]);
        let error = ProviderError { code: "invalid_client".to_owned(), description: "no[31m".to_owned() };
        assert_eq!(*outcome(&facts), ProbeOutcome::Refused { status: code, error });
        assert_eq!(server.bodies(), ["client_id=influxctl"]);
    }
}

#[test]
fn what_says_nothing_about_the_client_is_a_trouble() {
    let page = |code| move || Reply::Say(code, vec![("Content-Type", "text/html".into())], b"<html>planted".to_vec());
    for (trouble, cause, says) in [
        (trouble_of(page(200)), Cause::NotJson, "neither a code nor an error (status 200)"),
        (trouble_of(|| json("{}")), Cause::NotJson, "neither a code nor an error"),
        (trouble_of(page(400)), Cause::NotJson, "status 400"),
        (trouble_of(page(403)), Cause::Status, "it denies access (status 403)"),
        (trouble_of(page(404)), Cause::Status, "no device authorization endpoint answers at"),
        (trouble_of(|| status(429)), Cause::Status, "too many requests"),
        (trouble_of(|| status(500)), Cause::Status, "the server is in trouble"),
        (trouble_of(|| redirect("/keys")), Cause::Redirect, "redirects the device authorization request"),
        (trouble_of(|| redirect("https://a.example/?planted")), Cause::Redirect, "redirects"),
        (trouble_of(|| Reply::Flood(5 << 20)), Cause::TooLarge, "larger than"),
        (trouble_of(|| Reply::HangUp), Cause::Connect, "no complete HTTP answer came"),
    ] {
        assert_eq!(trouble.cause, cause, "{trouble:?}");
        assert!(trouble.message.contains(says), "{trouble:?}");
        assert!(!format!("{trouble:?}").contains("planted"), "{trouble:?}");
    }
    let patient = vec![("Retry-After", "0".to_owned())];
    let trouble = trouble_of(move || Reply::Say(429, patient.clone(), Vec::new()));
    assert_eq!(trouble.cause, Cause::Status, "never asked again");
}

#[test]
fn a_document_that_names_another_host_sends_us_nowhere() {
    let server = provider("http://localhost:PORT/device", || json(CODES));
    let facts = probed(&server, &["127.0.0.1"], &[]);
    let ProbeOutcome::Trouble(trouble) = outcome(&facts) else { panic!("{facts:?}") };
    assert_eq!(trouble.cause, Cause::RefusedAddress);
    assert!(trouble.message.contains("it is not the host of `jwksEndpoint`"), "{trouble:?}");
    assert!(trouble.hint.contains(&format!("`--allow-host localhost:{}`", server.port)), "{trouble:?}");
    assert!(server.bodies().is_empty(), "nothing was sent");

    let allowed = probed(&server, &["127.0.0.1", "localhost"], &[]);
    assert_eq!(*outcome(&allowed), ProbeOutcome::Granted);

    for device in ["file:///etc/passwd", "https://planted:secret@127.0.0.1/device"] {
        let server = provider(device, || json(CODES));
        let facts = probed(&server, &["127.0.0.1"], &[]);
        let ProbeOutcome::Trouble(trouble) = outcome(&facts) else { panic!("{facts:?}") };
        assert_eq!(trouble.cause, Cause::RefusedAddress, "{device}");
        assert!(!serde_json::to_string(&facts.probes).unwrap().contains("planted"), "{facts:?}");
        assert!(server.bodies().is_empty());
    }
}
