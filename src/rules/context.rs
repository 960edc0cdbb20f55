//! All that a rule may see: the document, what the providers said, what the repository tells.

use std::sync::Arc;

use crate::facts::{Answer, Facts};
use crate::input::ReadError;
use crate::input::node::Tree;
use crate::model::Document;
use crate::model::admin::{Admin, LostUser, Setting};
use crate::model::chart_file::ChartFile;
use crate::model::container::fault::Fault;
use crate::model::endpoint::{Endpoint, WrittenUrl};
use crate::model::provider_fault::ProviderFault;
use crate::provider::{HostClass, host_class};
use crate::quiet::Ignore;
use crate::source::Source;

/// What the repository around a file tells about other layers; looked up when the first rule asks.
pub trait Layers: Sync {
    /// True when no other file of the repository completes or patches `document`.
    fn stands_alone(&self, source: &Source, document: &Document<'_>) -> bool;

    /// The other YAML files of the folder.
    fn near(&self, source: &Source) -> Arc<[Tree]>;

    /// The users of its base that a patch takes away.
    fn lost_users(&self, patch: &Source, document: &Document<'_>) -> Vec<LostUser>;

    /// The Chart.yaml that a values file belongs to.
    fn chart(&self, values: &Source) -> Option<ChartFile>;
}

/// What is judged.
pub enum Subject<'a> {
    /// A recognised document.
    Document(&'a Document<'a>),
    /// A text that is ours, but that its reader would refuse.
    Unreadable(&'a ReadError),
    /// What is wrong around a document of ours.
    Around(&'a Fault),
    /// A comment that hides findings, once it has; true when every rule that it names has run.
    Ignore(&'a Ignore, bool),
}

/// All that a rule may see.
pub struct Context<'a> {
    /// The file.
    pub source: &'a Arc<Source>,
    /// What is judged.
    pub subject: Subject<'a>,
    /// What the providers said.
    pub facts: &'a Facts,
    /// What the repository tells.
    pub layers: &'a dyn Layers,
}

impl<'a> Context<'a> {
    /// The document; `None` when the text cannot be read.
    pub fn document(&self) -> Option<&'a Document<'a>> {
        match self.subject {
            Subject::Document(document) => Some(document),
            Subject::Unreadable(_) | Subject::Around(_) | Subject::Ignore(..) => None,
        }
    }

    /// What is wrong around a document.
    pub fn fault(&self) -> Option<&'a Fault> {
        match self.subject {
            Subject::Around(fault) => Some(fault),
            Subject::Document(_) | Subject::Unreadable(_) | Subject::Ignore(..) => None,
        }
    }

    /// The `admin` block.
    pub fn admin(&self) -> Option<&'a Admin<'a>> {
        self.document()?.admin.as_ref()
    }

    /// `jwksEndpoint` with what its text tells.
    pub fn endpoint(&self) -> Option<(&'a Setting<'a>, &'a Endpoint)> {
        let admin = self.admin()?;
        Some((admin.jwks_endpoint.as_ref()?, admin.endpoint.as_ref()?))
    }

    /// `jwksEndpoint` when its text is a URL.
    pub fn endpoint_url(&self) -> Option<(&'a Setting<'a>, &'a WrittenUrl)> {
        match self.endpoint()? {
            (setting, Endpoint::Url(url)) => Some((setting, url)),
            (_, Endpoint::Malformed(_)) => None,
        }
    }

    /// `jwksEndpoint` and what it answered in this run.
    pub fn endpoint_answer(&self) -> Option<(&'a Setting<'a>, &'a WrittenUrl, &'a Answer)> {
        let (setting, url) = self.endpoint_url()?;
        Some((setting, url, self.facts.answer(url.url.as_str())?))
    }

    /// `jwksEndpoint` as long as only its text tells what it is: a fact silences the guess. What a redirect
    /// led to, and what is not found inside a network that may not be ours, is no such fact.
    pub fn endpoint_guess(&self) -> Option<(&'a Setting<'a>, &'a WrittenUrl)> {
        let is_fact = |(_, url, answer): (_, &WrittenUrl, &Answer)| {
            answer.serves_keys()
                || (answer.redirected_to.is_none()
                    && (answer.status == 200 || host_class(&url.url) == HostClass::Public))
        };
        self.endpoint_url().filter(|_| !self.endpoint_answer().is_some_and(is_fact))
    }

    /// The fault of the provider, with the name as written.
    pub fn provider_fault(&self) -> Option<(&'a Setting<'a>, &'a ProviderFault)> {
        let admin = self.admin()?;
        Some((admin.identity_provider.as_ref()?, admin.provider_fault.as_ref()?))
    }

    /// True when all layers of the document are known, so that a missing key is really missing.
    pub fn is_whole(&self) -> bool {
        self.document()
            .is_some_and(|doc| doc.seems_whole && (doc.is_stated || self.layers.stands_alone(self.source, doc)))
    }
}
