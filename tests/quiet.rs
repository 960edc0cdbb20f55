//! Comments that hide findings, through the whole program: what is counted, what is shown, until when.

mod support;

use support::idplint;

const BEFORE: &str = "admin:\n  identityProvider: keycloak\n  jwksEndpoint: ";
const URL: &str = "http://sso.acme.io/realms/ops/protocol/openid-connect/certs";

/// The lines of `concise`, but for what differs by day.
fn said(comment: &str, more: &[&str]) -> (u8, String) {
    let args = [&["--offline", "--format", "concise"], more, &["-"]].concat();
    let ran = idplint(&args, &format!("{BEFORE}{URL} {comment}\n"));
    assert_eq!(ran.stderr, "");
    (ran.code, ran.stdout)
}

#[test]
fn what_is_hidden_is_counted_and_does_not_fail() {
    let text = format!("{BEFORE}{URL} # idplint: ignore[plain-http-endpoint] lab cluster\n");
    let ran = idplint(&["--offline", "-"], &text);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(ran.stdout.contains("1 suppressed"), "{}", ran.stdout);
}

#[test]
fn a_comment_hides_no_other_rule() {
    let (code, said) = said("# idplint: ignore[endpoint-on-loopback] lab cluster", &[]);
    assert_eq!(code, 1);
    assert!(said.contains("plain-http-endpoint") && said.contains("unused-ignore"), "{said}");
}

#[test]
fn after_its_last_day_a_comment_hides_nothing() {
    let (code, over) = said("# idplint: ignore[plain-http-endpoint] lab cluster, until=2020-01-31", &[]);
    assert_eq!(code, 1);
    assert!(over.contains("plain-http-endpoint") && over.contains("unused-ignore"), "{over}");
    let (code, lasting) = said("# idplint: ignore[plain-http-endpoint] lab cluster, until=9999-12-31", &[]);
    assert!(code == 0 && !lasting.contains("unused-ignore"), "{lasting}");
}

#[test]
fn of_a_rule_that_did_not_run_nothing_is_known() {
    let select = ["--select", "unused-ignore"];
    let (code, silent) = said("# idplint: ignore[endpoint-on-loopback] lab cluster", &select);
    assert!(code == 0 && !silent.contains("unused-ignore"), "{silent}");
    let both = ["--select", "unused-ignore", "--select", "endpoint-on-loopback"];
    let (_, speaks) = said("# idplint: ignore[endpoint-on-loopback] lab cluster", &both);
    assert!(speaks.contains("unused-ignore"), "{speaks}");
}
