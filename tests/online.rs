//! What the network half learns from a provider on loopback, and what it refuses to touch.

#[path = "online/device.rs"]
mod device;
#[path = "online/refused.rs"]
mod refused;
#[path = "support/provider.rs"]
mod support;
#[path = "online/tls.rs"]
mod tls;

use idplint::facts::{Answer, Body, Cause, Facts, Outcome, Trouble};
use idplint::net::{Policy, Question, ask};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};
use support::{Authority, KEYS, Reply, Server, closed_port, document, json, redirect, status};
use url::Url;

/// So that no test depends on the machine's own CA certificates.
static CA: LazyLock<Authority> = LazyLock::new(|| Authority::new("ours"));

fn policy(allowed: &[&str]) -> Policy {
    Policy {
        allowed_hosts: allowed.iter().map(|host| host.parse().unwrap()).collect(),
        allow_private_network: false,
        ca_file: Some(CA.pem()),
        run_timeout: Duration::from_secs(5),
        started: 0,
    }
}

fn question(endpoint: &str, candidates: &[String], spellings: &[String]) -> Question {
    let read = |urls: &[String]| urls.iter().map(|url| Url::parse(url).unwrap()).collect();
    Question {
        jwks_endpoint: Url::parse(endpoint).unwrap(),
        candidates: read(candidates),
        spellings: read(spellings),
        trusts_own_ca: false,
        probe: None,
    }
}

fn ask_with(policy: &Policy, questions: &[Question]) -> Facts {
    ask(questions, policy, &|_| {})
}

/// Asks for the keys alone, with 127.0.0.1 allowed.
fn ask_one(url: &str) -> Facts {
    ask_with(&policy(&["127.0.0.1"]), &[question(url, &[], &[])])
}

fn trouble(facts: &Facts, url: &str) -> Trouble {
    match facts.answers.get(Url::parse(url).unwrap().as_str()) {
        Some(Outcome::Trouble(trouble)) => trouble.clone(),
        other => panic!("{url}: {other:?}"),
    }
}

fn troubles(facts: &Facts) -> usize {
    facts.answers.values().filter(|outcome| matches!(outcome, Outcome::Trouble(_))).count()
}

/// The cause that a server earns which answers every request like this.
fn cause_of(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Trouble {
    let server = Server::start(move |_, _| reply());
    let url = server.url("/keys");
    trouble(&ask_one(&url), &url)
}

#[test]
fn keys_and_their_discovery_document_are_learnt() {
    let server = Server::start(|path, _| match path {
        "/realms/ops/keys" => json(KEYS),
        "/realms/ops/.well-known/openid-configuration" => status(404),
        "/realms/.well-known/openid-configuration" => {
            Reply::Say(200, vec![("Content-Type", "text/html".into())], "<!doctype html>Login".into())
        }
        "/.well-known/openid-configuration" => json(&document("https://other.example", "https://10.0.0.1/keys")),
        _ => status(500),
    });
    let url = server.url("/realms/ops/keys");
    let candidates: Vec<String> = ["/realms/ops", "/realms", "", "/broken"]
        .iter()
        .map(|prefix| server.url(&format!("{prefix}/.well-known/openid-configuration")))
        .collect();
    let heard = Mutex::new(Vec::new());
    let facts = ask(&[question(&url, &candidates, &[])], &policy(&["127.0.0.1"]), &|line| {
        heard.lock().unwrap().push(line.to_owned());
    });
    let answer = facts.answer(&url).unwrap();
    assert_eq!((answer.status, answer.content_type.as_str()), (200, "application/json"));
    let Body::KeySet(keys) = &answer.body else { panic!("{answer:?}") };
    assert_eq!((keys[0].kid.as_deref(), keys[0].bits, &keys[0].unusable), (Some("a"), Some(2048), &None));
    let discovered = &facts.discovery[&url];
    assert_eq!(discovered.document.issuer, "https://other.example");
    assert!(!discovered.confirms_keys, "another `jwks_uri` is remembered, not believed");
    assert_eq!(troubles(&facts), 0, "a missing discovery document is no trouble: {facts:?}");
    assert!(heard.lock().unwrap().contains(&format!("asking 127.0.0.1:{}", server.port)));
    let replayed: Facts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
    assert_eq!(format!("{replayed:?}"), format!("{facts:?}"));
    for head in server.requests() {
        assert!(head.starts_with("get ") && head.contains("accept-encoding: identity"), "{head}");
        for never in ["cookie", "referer", "authorization"] {
            assert!(!head.contains(never), "{head}");
        }
    }
}

#[test]
fn the_walk_stops_at_the_document_that_confirms_the_keys() {
    let server = Server::start(|path, _| match path.split_once("?keys=") {
        Some((_, keys)) => json(&document("https://a.example", keys)),
        None if path == "/keys%2Fx" => json(KEYS),
        None => status(404),
    });
    let url = server.url("/keys%2fx");
    let other = server.url("/one?keys=https://10.0.0.1/keys");
    let confirming = format!("{}?keys={}", server.url("/two"), server.url("/keys%2Fx"));
    let never = server.url("/never");
    let facts = ask_with(
        &policy(&["127.0.0.1"]),
        &[question(&url, &[server.url("/none"), other, confirming.clone(), never.clone()], &[])],
    );
    let discovered = &facts.discovery[&url];
    assert!(discovered.confirms_keys, "the case of a percent escape does not matter");
    assert_eq!(discovered.url, confirming);
    assert!(facts.answer(&never).is_none());
}

#[test]
fn keys_that_the_discovery_document_names_elsewhere_are_learnt_to_be_compared() {
    let other = KEYS.replace("w-_-", "w-_=").replace(r#""a""#, r#""b""#);
    let elsewhere = Server::start(move |path, _| if path == "/keys" { json(&other) } else { status(500) });
    for (path, learnt) in [("/keys", 1), ("/broken", 0)] {
        let named = elsewhere.url(path);
        let text = document("https://a.example", &named);
        let server = Server::start(move |path, _| if path == "/keys" { json(KEYS) } else { json(&text) });
        let url = server.url("/keys");
        let wanted = question(&url, &[server.url("/.well-known/openid-configuration")], &[]);
        let facts = ask_with(&policy(&["127.0.0.1"]), std::slice::from_ref(&wanted));
        assert_eq!(facts.answer(&named).is_some() as usize, learnt, "{facts:?}");
        assert_eq!(troubles(&facts), 0, "nobody configured that URL: {facts:?}");
        assert_eq!(facts.answer(&url).unwrap().keys().unwrap()[0].thumbprint.as_deref().map(str::len), Some(43));
        let narrow = ask_with(&policy(&[&format!("127.0.0.1:{}", server.port)]), &[wanted]);
        assert!(narrow.answer(&named).is_none(), "the guard judges what a document names: {narrow:?}");
        assert_eq!(troubles(&narrow), 0);
    }
    let heard = elsewhere.requests();
    assert_eq!(heard.len(), 2, "once each, and never past the guard: {heard:?}");
}

#[test]
fn a_discovery_document_at_the_endpoint_leads_to_its_keys() {
    let server = Server::start(|path, _| match path {
        "/keys" => json(KEYS),
        "/same" => json(&document("https://a.example", "/keys")),
        _ => json(&document("https://a.example", path.trim_start_matches("/?"))),
    });
    let keys = server.url("/keys");
    let url = server.url(&format!("/?{keys}"));
    let facts = ask_one(&url);
    assert!(matches!(facts.answer(&url).unwrap().body, Body::Discovery(_)));
    assert!(matches!(facts.answer(&keys).unwrap().body, Body::KeySet(_)));
    assert_eq!(facts.discovery[&url].url, url);

    let elsewhere = server.url("/?http://localhost:1/keys");
    let facts = ask_one(&elsewhere);
    assert_eq!(facts.answers.len(), 1, "keys of another host are not fetched: {facts:?}");
}

#[test]
fn other_spellings_are_tried_when_nothing_is_there() {
    let server = Server::start(|path, _| match path {
        "/realms/x/keys" => json(KEYS),
        "/gone" => status(410),
        "/post-only" => status(405),
        _ => Reply::Say(404, Vec::new(), br#"{"error":"Realm does not exist"}"#.to_vec()),
    });
    let spellings = [server.url("/wrong"), server.url("/realms/x/keys"), server.url("/never")];
    for (path, expected) in [("/auth/realms/x/keys", 404), ("/gone", 410), ("/post-only", 405)] {
        let url = server.url(path);
        let facts = ask_with(&policy(&["127.0.0.1"]), &[question(&url, &[], &spellings)]);
        assert_eq!(facts.answer(&url).unwrap().status, expected);
        assert!(matches!(facts.answer(&spellings[1]).unwrap().body, Body::KeySet(_)));
        assert!(facts.answer(&spellings[2]).is_none(), "the first spelling that serves keys is enough");
    }
    let url = server.url("/auth/realms/x/keys");
    let facts = ask_one(&url);
    assert!(matches!(&facts.answer(&url).unwrap().body, Body::Error(error) if error.code.contains("Realm")));
}

#[test]
fn key_sets_without_a_usable_key_are_answers() {
    let server = Server::start(|path, _| match path {
        "/empty" => json(r#"{"keys":[]}"#),
        "/enc" => json(r#"{"keys":[{"kty":"RSA","use":"enc","n":"w-_-","e":"AQAB"},{"kty":"oct","k":"planted"}]}"#),
        _ => json(r#"{"keys":null}"#),
    });
    let body = |path: &str| ask_one(&server.url(path)).answer(&server.url(path)).unwrap().body.clone();
    assert!(matches!(body("/empty"), Body::KeySet(keys) if keys.is_empty()));
    assert!(matches!(body("/enc"), Body::KeySet(keys) if keys.len() == 2 && keys.iter().all(|k| k.unusable.is_some())));
    assert!(matches!(body("/null"), Body::OtherJson { .. }));
}

#[test]
fn credentials_are_neither_sent_nor_kept() {
    let server = Server::start(|_, _| json(KEYS));
    let url = format!("http://planted:secret@127.0.0.1:{}/keys", server.port);
    let facts = ask_one(&url);
    assert_eq!(trouble(&facts, &server.url("/keys")).cause, Cause::RefusedAddress);
    assert_eq!(server.connections(), 0);
    assert!(!serde_json::to_string(&facts).unwrap().contains("planted"));
}

#[test]
fn redirects_are_judged_hop_by_hop() {
    let server = Server::start(|path, _| match path {
        "/once" => redirect("/keys"),
        "/keys" => json(KEYS),
        "/private" => redirect("https://10.0.0.1/keys?sig=planted"),
        "/metadata" => redirect("http://169.254.169.254/latest/meta-data"),
        "/name" => redirect("https://localhost:1/keys"),
        "/file" => redirect("file:///etc/passwd"),
        "/credentials" => redirect("https://planted:secret@a.example/"),
        "/self" => redirect("/self#again"),
        "/ping" => redirect("/pong?session=planted"),
        "/pong?session=planted" => redirect("/ping"),
        "/dead" => redirect("/broken"),
        "/broken" => status(500),
        path if path.starts_with("/far") => redirect(&format!("{path}r")),
        _ => Reply::Say(302, Vec::new(), Vec::new()),
    });
    let url = server.url("/once");
    let facts = ask_one(&url);
    assert_eq!(facts.answer(&url).unwrap().redirected_to.as_deref(), Some(server.url("/keys").as_str()));

    let here = format!("127.0.0.1:{}", server.port);
    for (path, cause, says) in [
        ("/private", Cause::RefusedAddress, "to `https://10.0.0.1/keys`: `10.0.0.1` is a private address".to_owned()),
        ("/metadata", Cause::Redirect, "plain `http`".to_owned()),
        ("/name", Cause::RefusedAddress, format!("`{here}` redirects to `localhost:1/keys`, and then: did not ask")),
        ("/file", Cause::Redirect, "names no host".to_owned()),
        ("/credentials", Cause::Redirect, "user name".to_owned()),
        ("/self", Cause::Redirect, format!("`{here}/self` redirects to `{here}/self`, which was asked already")),
        ("/ping", Cause::Redirect, format!("`{here}/pong` redirects to `{here}/ping`, which was asked already")),
        ("/far", Cause::Redirect, format!("more than 3 redirects, the last one to `{here}/farrrrr`")),
        ("/nowhere", Cause::Redirect, "names no URL".to_owned()),
        ("/dead", Cause::Status, format!("redirects to `{here}/broken`, and then: could not ask `{here}`")),
    ] {
        let url = server.url(path);
        let trouble = trouble(&ask_one(&url), &url);
        assert_eq!(trouble.cause, cause, "{path}: {trouble:?}");
        assert!(trouble.message.contains(&says), "{path}: {trouble:?}");
        assert!(!format!("{trouble:?}").contains("planted"), "{trouble:?}");
    }
    let asked = |path: &str| server.requests().iter().filter(|head| head.starts_with(&format!("get {path}"))).count();
    assert_eq!((asked("/self"), asked("/ping"), asked("/pong")), (1, 1, 1), "a loop ends at once");
    assert_eq!(asked("/far"), 4, "the first request and three redirects");
}

#[test]
fn refusals_that_say_something_about_the_file_are_answers() {
    let login = |challenge: &str| vec![("WWW-Authenticate", challenge.to_owned())];
    let error = br#"{"error":"invalid_tenant","error_description":"AADSTS90002"}"#.to_vec();
    let basic = login("Basic realm=\"planted\", charset=\"UTF-8\"");
    for (code, headers, body, scheme) in [
        (401, basic.clone(), Vec::new(), Some("Basic")),
        (401, Vec::new(), Vec::new(), None),
        (403, basic, Vec::new(), Some("Basic")),
        (403, login("Bearer"), Vec::new(), Some("Bearer")),
        (400, Vec::new(), error, None),
    ] {
        let server = Server::start(move |_, _| Reply::Say(code, headers.clone(), body.clone()));
        let url = server.url("/keys");
        let spelling = server.url("/other");
        let facts = ask_with(&policy(&["127.0.0.1"]), &[question(&url, &[], &[spelling])]);
        let answer = facts.answer(&url).unwrap_or_else(|| panic!("{code}: {facts:?}"));
        assert_eq!((answer.status, answer.login_scheme.as_deref()), (code, scheme));
        assert_eq!(matches!(&answer.body, Body::Error(error) if error.code == "invalid_tenant"), code == 400);
        assert!(!format!("{facts:?}").contains("planted"), "{facts:?}");
        assert_eq!(server.requests().len(), 1, "other spellings are for URLs where nothing is");
    }
    let long = answer_of(403, login(&"x".repeat(5000)));
    assert_eq!(long.login_scheme.map(|scheme| scheme.len()), Some(40));
}

fn answer_of(code: u16, headers: Vec<(&'static str, String)>) -> Answer {
    let server = Server::start(move |_, _| Reply::Say(code, headers.clone(), Vec::new()));
    ask_one(&server.url("/keys")).answer(&server.url("/keys")).unwrap().clone()
}

#[test]
fn statuses_that_say_nothing_about_the_file_are_troubles() {
    for (code, says) in [
        (400, "it refuses the request (status 400)"),
        (403, "it denies access (status 403)"),
        (407, "a proxy wants a login"),
        (429, "too many requests"),
        (500, "the server is in trouble (status 500)"),
        (204, "says nothing about keys (status 204)"),
    ] {
        let trouble = cause_of(move || status(code));
        assert_eq!(trouble.cause, Cause::Status);
        assert!(trouble.message.contains(says), "{trouble:?}");
    }
    let unnamed = cause_of(|| Reply::Say(403, vec![("WWW-Authenticate", " ,".into())], Vec::new()));
    assert_eq!(unnamed.cause, Cause::Status);
}

#[test]
fn retry_after_is_obeyed_inside_the_budget() {
    let busy = |wait: &'static str| move || Reply::Say(429, vec![("Retry-After", wait.into())], Vec::new());
    let server = Server::start(move |_, number| if number < 2 { busy("0")() } else { json(KEYS) });
    let url = server.url("/keys");
    assert!(matches!(ask_one(&url).answer(&url).unwrap().body, Body::KeySet(_)));

    let dated = move |number| match number {
        0 => busy("Sun, 06 Nov 1994 08:49:37 GMT")(),
        _ => json(KEYS),
    };
    let server = Server::start(move |_, number| dated(number));
    let url = server.url("/keys");
    let today = Policy { started: 1_772_323_200, ..policy(&["127.0.0.1"]) };
    let facts = ask_with(&today, &[question(&url, &[], &[])]);
    assert!(facts.answer(&url).unwrap().serves_keys(), "a date that has passed");

    let server = Server::start(move |_, _| busy("0")());
    assert_eq!(trouble(&ask_one(&server.url("/keys")), &server.url("/keys")).cause, Cause::Status);
    assert_eq!(server.requests().len(), 3);

    let start = Instant::now();
    assert_eq!(cause_of(busy("3600")).cause, Cause::Status);
    assert_eq!(cause_of(busy("Fri, 31 Dec 9999 23:59:59 GMT")).cause, Cause::Status);
    assert!(start.elapsed() < Duration::from_secs(1), "a wait beyond the run is not waited for");
}

#[test]
fn clocks_are_compared() {
    let date = || vec![("Date", "Sun, 01 Mar 2026 00:10:00 GMT".to_owned())];
    let server = Server::start(move |_, _| Reply::Say(200, date(), KEYS.into()));
    let url = server.url("/keys");
    let policy = Policy { started: 1_772_323_200, ..policy(&["127.0.0.1"]) };
    let ahead = ask_with(&policy, &[question(&url, &[], &[])]).answer(&url).unwrap().clock_ahead.unwrap();
    assert!((590..=600).contains(&ahead), "{ahead}");
    assert_eq!(ask_one(&url).answer(&url).unwrap().clock_ahead, None, "the time of the run is not known");
}

#[test]
fn bodies_are_bounded_and_never_unpacked() {
    let trouble = cause_of(|| Reply::Flood(5 << 20));
    assert_eq!(trouble.cause, Cause::TooLarge, "{trouble:?}");
    let trouble = cause_of(|| Reply::Say(200, Vec::new(), vec![b' '; 2 << 20]));
    assert_eq!(trouble.cause, Cause::TooLarge, "{trouble:?}");
    let trouble = cause_of(|| Reply::Say(200, vec![("Content-Encoding", "gzip".into())], b"\x1f\x8b\x08".to_vec()));
    assert_eq!(trouble.cause, Cause::ContentType, "{trouble:?}");
}

#[test]
fn a_slow_drip_ends_with_the_run() {
    let server = Server::start(|_, _| Reply::Drip);
    let url = server.url("/keys");
    let mut policy = policy(&["127.0.0.1"]);
    policy.run_timeout = Duration::from_millis(300);
    let start = Instant::now();
    let facts = ask_with(&policy, &[question(&url, &[server.url("/a"), server.url("/b")], &[])]);
    assert!(start.elapsed() < Duration::from_secs(1));
    let trouble = trouble(&facts, &url);
    assert_eq!(trouble.cause, Cause::Timeout);
    assert!(trouble.hint.contains("`--timeout`"), "{trouble:?}");
}

#[test]
fn a_dead_host_is_one_trouble() {
    assert!(cause_of(|| Reply::HangUp).message.ends_with("no complete HTTP answer came"));
    let base = format!("http://127.0.0.1:{}", closed_port());
    let candidates: Vec<String> = (0..6).map(|n| format!("{base}/{n}")).collect();
    let facts = ask_with(&policy(&["127.0.0.1"]), &[question(&base, &candidates, &[])]);
    assert_eq!(trouble(&facts, &base).cause, Cause::Connect);
    assert!(trouble(&facts, &base).message.ends_with("connection refused"));
    assert_eq!(facts.answers.len(), 1, "{facts:?}");
}

#[test]
fn discovery_that_cannot_be_reached_is_one_trouble() {
    let server = Server::start(|_, _| json(KEYS));
    let dead = closed_port();
    let candidates: Vec<String> = (0..6).map(|n| format!("http://127.0.0.1:{dead}/{n}")).collect();
    let facts = ask_with(&policy(&["127.0.0.1"]), &[question(&server.url("/keys"), &candidates, &[])]);
    assert!(facts.answer(&server.url("/keys")).is_some());
    assert_eq!(trouble(&facts, &candidates[0]).cause, Cause::Connect);
    assert_eq!(troubles(&facts), 1);
}

#[test]
fn a_name_that_does_not_resolve_is_dns() {
    // a label over 63 octets never leaves the machine's own resolver
    let host = format!("{}.example", "a".repeat(70));
    for scheme in ["http", "https"] {
        let url = format!("{scheme}://{host}/keys");
        let trouble = trouble(&ask_with(&policy(&[&host]), &[question(&url, &[], &[])]), &url);
        assert_eq!(trouble.cause, Cause::Dns, "{trouble:?}");
        assert!(trouble.message.ends_with("the name does not resolve"));
    }
}

#[test]
fn each_url_is_asked_once_and_two_at_a_time() {
    let server = Server::start(|_, _| Reply::Slow(Duration::from_millis(50), Box::new(json(KEYS))));
    let questions: Vec<Question> =
        (0..8).map(|n| question(&server.url(&format!("/{}", n % 4)), &[server.url("/shared")], &[])).collect();
    let facts = ask_with(&policy(&["127.0.0.1"]), &questions);
    assert_eq!(facts.answers.len(), 5);
    assert_eq!(server.requests().len(), 5);
    assert_eq!(server.most_at_once(), 2);
}

#[test]
fn what_a_server_says_cannot_speak_to_a_log() {
    let hostile = "<html>\u{1b}]0;owned\u{7} ##[error]x\n::set-output name=a::b \u{202e}";
    let server = Server::start(move |path, _| match path {
        "/page" => Reply::Say(200, vec![("Content-Type", "text/html".into())], hostile.into()),
        "/keys" => json(r###"{"keys":[{"kty":"##[x]\u001b","kid":"\u202e\n##vso[x]","alg":"\u0007"}]}"###),
        _ => json(r###"{"issuer":"https://a.example/##[x]\u001b","jwks_uri":"https://a.example/\n::x"}"###),
    });
    for path in ["/page", "/keys", "/document"] {
        let url = server.url(path);
        let facts = ask_one(&url);
        assert_eq!(troubles(&facts), 0, "{facts:?}");
        let said = format!("{:?}", facts.answers);
        for never in ["##", "\\u{1b}", "\\u{202e}", "\\u{7}", "\\n"] {
            assert!(!said.contains(never), "{path}: {never} in {said}");
        }
    }
}
