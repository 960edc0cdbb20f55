//! All that a rule may see: the document, what the providers said, what the repository tells.

mod pair;
mod refusal;
mod reply;

pub use pair::UnpublishedLogin;
pub use refusal::{Refusal, asked_family};
pub use reply::Reply;

use jiff::civil::Date;
use std::sync::Arc;
use url::Url;

use crate::facts::{Answer, CertificateFault, Discovered, Facts, Key};
use crate::input::ReadError;
use crate::input::node::Tree;
use crate::model::Document;
use crate::model::admin::{Admin, LostUser};
use crate::model::chart_file::ChartFile;
use crate::model::companion::Companion;
use crate::model::container::fault::Fault;
use crate::model::egress::Egress;
use crate::model::endpoint::{Endpoint, KeyedEndpoint, WrittenUrl};
use crate::model::influxctl::{Login, Profile};
use crate::model::pair::Pair;
use crate::model::provider_fault::ProviderFault;
use crate::model::roster::Roster;
use crate::model::script::Script;
use crate::model::secret::Secret;
use crate::model::setting::Setting;
use crate::provider::{self, Candidate, Family};
use crate::quiet::{Ignore, Name};
use crate::source::{Place, Source};

/// The discovery document of a provider that owns its whole host (OpenID Connect Discovery 1.0 section 4).
const ROOT_DOCUMENT: &str = "/.well-known/openid-configuration";

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

    /// True for a file of a git work tree that git does not ignore.
    fn holds(&self, source: &Source) -> bool;

    /// The permission bits of a file, where there are such bits.
    fn mode(&self, source: &Source) -> Option<u32>;

    /// True when the project file allows the host of `url`, plain http included.
    fn allows_host(&self, url: &Url) -> bool;
}

/// What is judged.
pub enum Subject<'a> {
    /// A recognised document.
    Document(&'a Document<'a>),
    /// A cluster and a profile that belong together.
    Pair(&'a Pair<'a>),
    /// A text that is ours, but that its reader would refuse.
    Unreadable(&'a ReadError),
    /// What is wrong around a document of ours.
    Around(&'a Fault),
    /// A text that goes along with settings.
    Companion(&'a Companion),
    /// What hides findings, once it has; true when every rule that it names has run, and on a file that it means.
    Ignore(&'a Ignore, bool),
    /// The users of a document, held against those of the project file.
    Roster(&'a Roster<'a>),
    /// The name of a rule in `[levels]` of a project file.
    Level(&'a Name),
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
    /// The day of the run, when it is known.
    pub today: Option<Date>,
}

impl<'a> Context<'a> {
    /// The document; `None` when the text cannot be read.
    pub fn document(&self) -> Option<&'a Document<'a>> {
        match self.subject {
            Subject::Document(document) => Some(document),
            _ => None,
        }
    }

    /// What is wrong around a document.
    pub fn fault(&self) -> Option<&'a Fault> {
        match self.subject {
            Subject::Around(fault) => Some(fault),
            _ => None,
        }
    }

    /// The text that goes along with settings.
    pub fn companion(&self) -> Option<&'a Companion> {
        match self.subject {
            Subject::Companion(companion) => Some(companion),
            _ => None,
        }
    }

    /// The script.
    pub fn script(&self) -> Option<&'a Script> {
        self.companion()?.script()
    }

    /// The Secret, when it is judged by itself.
    pub fn secret(&self) -> Option<&'a Secret> {
        match self.companion()? {
            Companion::Secret(secret) => Some(secret),
            _ => None,
        }
    }

    /// What readable Secrets give away: the one that is judged, or those that the settings refer to, with the place
    /// of the reference.
    pub fn each_leak(&self, tell: &mut dyn FnMut(&Secret, Option<&Place>)) {
        if let Some(secret) = self.secret() {
            tell(secret, None);
        }
        if let Some(document) = self.document() {
            let near = if document.refers_to_secrets() { self.layers.near(self.source) } else { Arc::default() };
            for (secret, reference) in document.referred_secrets(&near) {
                tell(&secret, Some(&reference));
            }
        }
    }

    /// True when the file of that place lies in a git work tree that does not ignore it.
    pub fn is_in_repository(&self, place: &Place) -> bool {
        self.layers.holds(&place.source)
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

    /// The profiles, in a file of influxctl.
    pub fn profiles(&self) -> impl Iterator<Item = &'a Profile<'a>> {
        self.document().into_iter().flat_map(Document::profiles)
    }

    /// The logins of the profiles, each with its profile.
    pub fn logins(&self) -> impl Iterator<Item = (&'a Profile<'a>, &'a Login<'a>)> {
        self.profiles().filter_map(|profile| Some((profile, profile.login.as_ref()?)))
    }

    /// Every text of the document that is the URL of an endpoint: keys of a cluster, logins of profiles.
    pub fn urls(&self) -> impl Iterator<Item = (KeyedEndpoint<'a>, &'a WrittenUrl)> {
        let endpoints = self.document().into_iter().flat_map(Document::endpoints);
        endpoints.filter_map(|endpoint| Some((endpoint, endpoint.url()?)))
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

    /// `jwksEndpoint` and the key set that it served in this run.
    pub fn endpoint_keys(&self) -> Option<(&'a Setting<'a>, &'a WrittenUrl, &'a [Key])> {
        let (setting, url, answer) = self.endpoint_answer()?;
        Some((setting, url, answer.keys()?))
    }

    /// `jwksEndpoint` and the discovery document of the same realm, tenant or server: it confirms the keys, stands
    /// where the provider's own layout puts it, or in the place of the keys. What a guess met is another's.
    pub fn endpoint_discovery(&self) -> Option<(&'a Setting<'a>, &'a WrittenUrl, &'a Discovered)> {
        let (setting, url) = self.endpoint_url()?;
        let found = self.facts.discovered(url.url.as_str())?;
        let owns_host = self.admin().and_then(Admin::family).is_some_and(Family::owns_host);
        let is_root = |candidate: &Candidate| owns_host && candidate.url.path() == ROOT_DOCUMENT;
        let is_own =
            |candidate: &Candidate| (candidate.exact || is_root(candidate)) && candidate.url.as_str() == found.url;
        let belongs = found.confirms_keys
            || url.url.as_str() == found.url
            || provider::discovery_candidates(&url.url).iter().any(is_own);
        belongs.then_some((setting, url, found))
    }

    /// `jwksEndpoint` and why the certificate of its host was rejected in this run.
    pub fn endpoint_rejected(&self) -> Option<(&'a Setting<'a>, &'a WrittenUrl, &'a CertificateFault)> {
        let (setting, url) = self.endpoint_url()?;
        Some((setting, url, self.facts.certificate_fault(url.url.as_str())?))
    }

    /// `jwksEndpoint` as long as only its text tells what it is: a fact silences the guess.
    pub fn endpoint_guess(&self) -> Option<(&'a Setting<'a>, &'a WrittenUrl)> {
        self.endpoint_url().filter(|_| !self.is_endpoint_known())
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

    /// True when no layer can hold a bundle of private CAs: neither `egress.customCertificates` nor what is meant
    /// to be it is written, and all layers are known.
    pub fn lacks_ca_bundle(&self) -> bool {
        self.document().is_some_and(|document| {
            matches!(document.egress(), Egress::Absent) && !document.is_elsewhere("egress") && self.is_whole()
        })
    }
}
