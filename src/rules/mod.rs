//! JUDGE: one file per rule; here are the record, what a rule may see, and the list.

pub mod page;

use std::sync::Arc;

use crate::facts::{Answer, Facts};
use crate::finding::{Confidence, Finding, Fix, Label, Severity};
use crate::input::ReadError;
use crate::input::node::Node;
use crate::model::Document;
use crate::model::admin::{Admin, Setting};
use crate::model::chart_file::ChartFile;
use crate::model::container::fault::Fault;
use crate::model::endpoint::{Endpoint, WrittenUrl};
use crate::model::provider_fault::ProviderFault;
use crate::provider::{HostClass, host_class};
use crate::quiet::Ignore;
use crate::source::{Place, Source};

/// Where the pages of the rules are.
pub const PAGES: &str = "https://github.com/idplint/idplint/blob/main/docs/rules";

/// The best fix that a finding of the rule may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixes {
    /// Only the person knows.
    Never,
    /// `--fix` may write it.
    Safe,
    /// `--unsafe-fixes` may write it.
    Unsafe,
}

impl Fixes {
    /// The word of `idplint rules`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// What a rule needs to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The file.
    File,
    /// Two files that belong together.
    Pair,
    /// Facts from the network.
    Provider,
}

impl Needs {
    /// The word of `idplint rules`.
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Pair => "pair",
            Self::Provider => "provider",
        }
    }
}

/// A rule: constants and one function.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case name of the bad thing; also the names of its file and its page.
    pub id: &'static str,
    /// One line: README, `idplint rules`.
    pub summary: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The best fix it may offer.
    pub fix: Fixes,
    /// What it needs to judge.
    pub needs: Needs,
    /// The version that brought it.
    pub since: &'static str,
    /// Its own file; the `//!` header is the page.
    pub page: &'static str,
    /// Judges one document, or one text that cannot be read.
    pub check: fn(&Context<'_>, &mut Findings<'_>),
}

impl Rule {
    /// The page in Markdown: the `//!` header of the rule's file.
    pub fn markdown(&self) -> String {
        let lines = self.page.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
    }

    /// True when it had all that it needs; of a pair nobody knows here.
    pub fn can_run(&self, facts: &Facts) -> bool {
        match self.needs {
            Needs::File => true,
            Needs::Pair => false,
            Needs::Provider => !facts.answers.is_empty() && facts.troubles().next().is_none(),
        }
    }

    /// The link to the page.
    pub fn url(&self) -> String {
        format!("{PAGES}/{}.md", self.id)
    }
}

/// What the repository around a file tells about other layers; looked up when the first rule asks.
pub trait Layers: Sync {
    /// True when no other file of the repository completes or patches `document`.
    fn stands_alone(&self, source: &Source, document: &Document<'_>) -> bool;

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

/// Collects what one rule finds in one document.
pub struct Findings<'a> {
    rule: &'static Rule,
    document: usize,
    found: &'a mut Vec<Finding>,
}

impl<'a> Findings<'a> {
    /// A collector for `rule` on document `document`.
    pub fn new(rule: &'static Rule, document: usize, found: &'a mut Vec<Finding>) -> Self {
        Self { rule, document, found }
    }

    /// Reports at `place`; the builder adds label, help, note, fix.
    pub fn report(&mut self, place: Place, path: impl Into<String>, message: impl Into<String>) -> Building<'_> {
        let Rule { id, severity, confidence, .. } = *self.rule;
        self.found.push(Finding {
            rule: id,
            severity,
            confidence,
            message: message.into(),
            label: Label { place, message: String::new() },
            related: Vec::new(),
            help: String::new(),
            note: None,
            fix: None,
            document: self.document,
            path: path.into(),
            url: self.rule.url(),
        });
        let last = self.found.len() - 1;
        Building { finding: &mut self.found[last] }
    }
}

/// A finding that is being told.
pub struct Building<'a> {
    finding: &'a mut Finding,
}

impl Building<'_> {
    /// The words at the place: "here".
    pub fn label(self, text: impl Into<String>) -> Self {
        self.finding.label.message = text.into();
        self
    }

    /// Another place that belongs to it.
    pub fn related(self, place: Place, text: impl Into<String>) -> Self {
        self.finding.related.push(Label { place, message: text.into() });
        self
    }

    /// Where `node` is used, when its text stands elsewhere.
    pub fn used_at(self, node: Node<'_>) -> Self {
        match node.used_at() {
            Some(place) => self.related(place, "used here"),
            None => self,
        }
    }

    /// What to do.
    pub fn help(self, text: impl Into<String>) -> Self {
        self.finding.help = text.into();
        self
    }

    /// Who says so.
    pub fn note(self, text: impl Into<String>) -> Self {
        self.finding.note = Some(text.into());
        self
    }

    /// The repair.
    pub fn fix(self, fix: impl Into<Option<Fix>>) -> Self {
        self.finding.fix = fix.into();
        self
    }
}

macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// Every rule, A to Z.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    admin_under_wrong_chart_name,
    argo_values_ignored,
    azure_provider_misnamed,
    blank_reference,
    boolean_as_text,
    ca_bundle_without_certificate,
    chart_with_known_defect,
    clustered_auth_misrouted,
    config_map_payload_broken,
    default_user_rendered,
    documentation_person_left,
    dsn_password_in_plain_text,
    dsn_url_malformed,
    dsn_with_two_sources,
    dsn_without_tls,
    dsn_written_like_catalog,
    duplicate_user_id,
    egress_switched_off,
    email_malformed,
    endpoint_on_loopback,
    endpoint_url_malformed,
    endpoint_with_credentials,
    endpoint_with_stray_slash,
    entra_tenant_malformed,
    entra_tenant_shared,
    entra_user_id_malformed,
    fullname_override_is_image,
    hosted_keys_path_unknown,
    identity_provider_misspelled,
    ignore_without_reason,
    jwks_endpoint_is_discovery_url,
    jwks_endpoint_is_issuer_url,
    jwks_endpoint_is_other_endpoint,
    jwks_endpoint_not_found,
    jwks_endpoint_serves_discovery,
    jwks_endpoint_serves_other_content,
    key_at_wrong_level,
    key_dropped_by_chart,
    key_set_without_usable_key,
    keycloak_keys_path_broken,
    keycloak_user_id_malformed,
    login_not_configured,
    missing_field,
    misspelled_key,
    okta_org_server_keys,
    patch_path_wrong,
    placeholder_left,
    plain_http_endpoint,
    plain_http_inside_cluster,
    private_host_without_ca,
    provider_and_endpoint_disagree,
    provider_name_and_endpoint_differ,
    provider_with_opaque_tokens,
    provider_without_device_flow,
    public_roots_replaced,
    reconcile_paused,
    referenced_key_missing,
    release_unknown,
    release_with_known_defect,
    set_expression_broken,
    set_value_retyped,
    setting_given_twice,
    stray_character,
    template_left_unrendered,
    unknown_key,
    unknown_rule_name,
    unparsable_document,
    unused_ignore,
    user_as_bare_id,
    user_detail_missing,
    user_group_unknown,
    user_groups_before_release,
    user_id_is_email,
    user_id_typed_as_number,
    user_id_without_connection_prefix,
    user_name_typed_as_boolean,
    user_without_id,
    users_empty,
    users_list_replaced,
    value_broken_by_unquoted_template,
    whitespace_around_value,
    wrong_type,
}

/// Rules that were renamed: the old name and the new one. Old names keep working.
pub const RENAMED: &[(&str, &str)] = &[];

/// The rule of that name, renamed ones included.
pub fn find(id: &str) -> Option<&'static Rule> {
    let id = RENAMED.iter().find(|(old, _)| *old == id).map_or(id, |(_, new)| new);
    RULES.iter().copied().find(|rule| rule.id == id)
}
