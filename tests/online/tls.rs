//! Certificates: what is remembered of them, and whose fault it is when they are refused.

use super::support::{Authority, KEYS, Server, json, redirect};
use super::{CA, ask_with, policy, question, trouble};
use idplint::facts::{Cause, CertificateFault, Facts, Outcome};
use idplint::net::{Policy, Question};
use rustls::ServerConfig;
use std::sync::Arc;

fn serve(config: Arc<ServerConfig>) -> Server {
    Server::start_tls(config, |_, _| json(KEYS))
}

fn url(server: &Server) -> String {
    format!("https://localhost:{}/keys", server.port)
}

fn asked(server: &Server, ca: &Authority) -> Facts {
    let policy = Policy { ca_file: Some(ca.pem()), ..policy(&["localhost"]) };
    ask_with(&policy, &[question(&url(server), &[], &[])])
}

fn rejected(facts: &Facts, url: &str) -> Option<CertificateFault> {
    facts.certificate_fault(url).cloned()
}

#[test]
fn a_good_certificate_is_remembered_for_its_host_and_port() {
    let (one, other) = (serve(CA.server("localhost", 2100)), serve(CA.server("localhost", 2101)));
    let questions = [question(&url(&one), &[], &[]), question(&url(&other), &[], &[])];
    let facts = ask_with(&policy(&["localhost"]), &questions);
    assert!(facts.answer(&url(&one)).unwrap().serves_keys());
    assert_eq!(facts.certificates.len(), 2, "{facts:?}");
    for (server, not_after) in [(&one, 4_102_444_800), (&other, 4_133_980_800)] {
        let shown = facts.certificate(&url(server).parse().unwrap()).unwrap();
        assert_eq!((shown.names.as_slice(), shown.issuer.as_str()), (&["localhost".to_owned()][..], "CN=ours"));
        assert_eq!((shown.not_before, shown.not_after), (946_684_800, not_after));
    }
}

#[test]
fn a_certificate_that_is_certainly_at_fault_is_no_trouble_of_ours() {
    let good = serve(CA.server("localhost", 2100));
    let expired = serve(CA.server("localhost", 2001));
    let early = serve(CA.server_between("localhost", 2090, 2100));
    let other = serve(CA.server("other.example", 2100));
    for (server, ca, fault) in [
        (&good, &Authority::new("theirs"), CertificateFault::UnknownIssuer),
        (&good, &Authority::new("ours"), CertificateFault::UnknownIssuer),
        (&expired, &*CA, CertificateFault::Expired),
        (&early, &*CA, CertificateFault::NotYetValid),
        (&other, &*CA, CertificateFault::WrongName),
    ] {
        let facts = asked(server, ca);
        assert_eq!(rejected(&facts, &url(server)), Some(fault));
        assert_eq!(facts.troubles().count(), 0, "{facts:?}");
        let shown = facts.certificate(&url(server).parse().unwrap()).unwrap();
        assert_eq!(shown.issuer, "CN=ours", "it is read where it is refused");
        assert!(server.requests().is_empty(), "nothing was sent");
    }
    assert_eq!(asked(&other, &CA).certificates.values().next().unwrap().names, ["other.example"]);
}

#[test]
fn an_unknown_ca_is_a_trouble_where_the_cluster_may_know_it() {
    let (good, expired) = (serve(CA.server("localhost", 2100)), serve(CA.server("localhost", 2001)));
    let ask = |server: &Server, ca: &Authority| {
        let question = Question { trusts_own_ca: true, ..question(&url(server), &[], &[]) };
        ask_with(&Policy { ca_file: Some(ca.pem()), ..policy(&["localhost"]) }, &[question])
    };
    let trouble = trouble(&ask(&good, &Authority::new("theirs")), &url(&good));
    assert_eq!(trouble.cause, Cause::Tls);
    assert!(trouble.message.ends_with("its certificate comes from an unknown CA"), "{trouble:?}");
    assert!(trouble.hint.contains("`--ca-file`"), "{trouble:?}");
    assert_eq!(rejected(&ask(&expired, &CA), &url(&expired)), Some(CertificateFault::Expired));
}

#[test]
fn hosts_given_by_address_are_not_judged_by_name_or_date() {
    let (named, expired) = (serve(CA.server("localhost", 2100)), serve(CA.server("127.0.0.1", 2001)));
    let by_address = |server: &Server| format!("https://127.0.0.1:{}/keys", server.port);
    let ask = |server: &Server, ca: &Authority| {
        let policy = Policy { ca_file: Some(ca.pem()), ..policy(&["127.0.0.1"]) };
        ask_with(&policy, &[question(&by_address(server), &[], &[])])
    };
    for (server, says) in [(&named, "is for another name"), (&expired, "has expired")] {
        let trouble = trouble(&ask(server, &CA), &by_address(server));
        assert_eq!(trouble.cause, Cause::Tls);
        assert!(trouble.message.contains(says), "{trouble:?}");
    }
    let unknown = ask(&named, &Authority::new("theirs"));
    assert_eq!(rejected(&unknown, &by_address(&named)), Some(CertificateFault::UnknownIssuer));
}

#[test]
fn a_rejected_host_is_left_alone() {
    let server = serve(CA.server("localhost", 2001));
    let at = |path: &str| format!("https://localhost:{}/{path}", server.port);
    let questions: Vec<Question> = (0..4)
        .map(|n| question(&at(&format!("{n}/keys")), &[at(&format!("{n}/one")), at(&format!("{n}/two"))], &[]))
        .collect();
    let facts = ask_with(&policy(&["localhost"]), &questions);
    assert_eq!(facts.answers.len(), 4, "{facts:?}");
    for question in &questions {
        assert_eq!(rejected(&facts, question.jwks_endpoint.as_str()), Some(CertificateFault::Expired));
    }
    assert!(server.connections() <= 2, "two at once, none later: {}", server.connections());
}

#[test]
fn a_discovery_host_that_is_rejected_is_a_trouble() {
    let (good, expired) = (serve(CA.server("localhost", 2100)), serve(CA.server("localhost", 2001)));
    let question = question(&url(&good), &[url(&expired)], &[]);
    let facts = ask_with(&policy(&["localhost"]), &[question]);
    assert!(facts.answer(&url(&good)).is_some());
    assert!(trouble(&facts, &url(&expired)).message.contains("has expired"));
}

#[test]
fn a_fault_behind_a_redirect_is_a_trouble_of_that_host() {
    let expired = serve(CA.server("localhost", 2001));
    let target = url(&expired);
    let server = Server::start(move |_, _| redirect(&target));
    let facts = ask_with(&policy(&["127.0.0.1", "localhost"]), &[question(&server.url("/keys"), &[], &[])]);
    let trouble = trouble(&facts, &server.url("/keys"));
    assert_eq!((trouble.cause, trouble.host), (Cause::Tls, format!("localhost:{}", expired.port)));
}

#[test]
fn other_failures_of_tls_are_troubles() {
    let plain = Server::start(|_, _| json(KEYS));
    let trouble_of = |facts: &Facts| match facts.answers.values().next() {
        Some(Outcome::Trouble(trouble)) => trouble.clone(),
        other => panic!("{other:?}"),
    };
    let trouble = trouble_of(&asked(&plain, &CA));
    assert_eq!(trouble.cause, Cause::Tls);
    assert!(trouble.message.contains("does not speak TLS"), "{trouble:?}");
    for pem in ["no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let policy = Policy { ca_file: Some(pem.into()), ..policy(&["localhost"]) };
        let facts = ask_with(&policy, &[question(&url(&plain), &[], &[])]);
        assert!(trouble_of(&facts).message.contains("`--ca-file`"), "{facts:?}");
    }
}
