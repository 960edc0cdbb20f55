//! `--probe-device`: who is asked for a device code, and what to say about an answer that no rule explains.

use super::Text;
use crate::facts::{Cause, Facts, ProbeOutcome, Trouble};
use crate::model::Document;
use crate::model::endpoint::Endpoint;
use crate::net::{ProbeRequest, Question};
use crate::provider::{self, DeviceFault};
use crate::rules::{Context, Layers, Refusal, Subject, asked_family};

/// Gives the request to the one question of the run. With several nobody knows whose client it is, and each request
/// leaves a grant behind at the provider.
pub(super) fn plan<'a>(
    questions: &mut [Question],
    client_id: Option<&str>,
    mut documents: impl Iterator<Item = (&'a Text, &'a Document<'a>)>,
) {
    let ([question], Some(client_id)) = (questions, client_id) else { return };
    let family = documents.find_map(|(_, document)| {
        let admin = document.admin.as_ref()?;
        let is_asked = matches!(&admin.endpoint, Some(Endpoint::Url(written)) if written.url == question.jwks_endpoint);
        asked_family(admin).filter(|_| is_asked)
    });
    let scopes = provider::device_scopes(family, client_id);
    question.probe = Some(ProbeRequest { client_id: client_id.to_owned(), scopes });
}

/// Refusals whose words have several causes: told as they are, with all that may help.
pub(super) fn unexplained<'a>(
    documents: impl Iterator<Item = (&'a Text, &'a Document<'a>)>,
    facts: &'a Facts,
    layers: &'a dyn Layers,
) -> Vec<Trouble> {
    let refusals = documents.flat_map(|(text, document)| {
        let context =
            Context { source: &text.source, subject: Subject::Document(document), facts, layers, today: None };
        context.refused_for(DeviceFault::Other).map(|refusal| trouble(&refusal)).collect::<Vec<_>>()
    });
    refusals.collect()
}

fn trouble(refusal: &Refusal<'_>) -> Trouble {
    let host = host_of(&refusal.probe.endpoint);
    let Refusal { status, error, .. } = refusal;
    let message = format!("`{host}` gives {} no device code (status {status}): {error}", refusal.client());
    Trouble { cause: Cause::Status, host, message, hint: refusal.help.clone() }
}

/// What became of the request, for the footer.
pub(super) fn remarks(questions: &[Question], client_id: Option<&str>, facts: &Facts) -> Vec<String> {
    let granted = facts.probes.iter().filter(|probe| probe.outcome == ProbeOutcome::Granted).map(|probe| {
        let client = probe.client_id.replace('`', "'");
        format!("`{}` gives `{client}` a device code: it may use the device flow", host_of(&probe.endpoint))
    });
    let unasked = client_id.filter(|_| facts.probes.is_empty()).map(|client_id| {
        let why = match questions {
            [] => "no file names a `jwksEndpoint` that can be asked".to_owned(),
            [question] => {
                let host = question.jwks_endpoint.host_str().unwrap_or_default();
                format!("no device authorization endpoint of `{host}` is known")
            }
            _ => format!("the files name {} different `jwksEndpoint`s, check one of them alone", questions.len()),
        };
        format!("no device code was asked for `{}`: {why}", client_id.replace('`', "'"))
    });
    granted.chain(unasked).collect()
}

fn host_of(endpoint: &str) -> String {
    url::Url::parse(endpoint).map_or_else(|_| endpoint.to_owned(), |url| crate::facts::host_of(&url))
}
