//! JUDGE: one file per rule; here are the record and the list.

mod context;
mod findings;
pub mod page;

pub use context::{Context, Layers, Refusal, Reply, Subject, UnpublishedLogin, asked_family};
pub use findings::{Building, Findings};

use crate::facts::Facts;
use crate::finding::{Confidence, Severity};

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
    /// The answer to a device authorization request, which is sent only when the user asks for it.
    Probe,
}

impl Needs {
    /// The word of `idplint rules`.
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Pair => "pair",
            Self::Provider | Self::Probe => "provider",
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
            Needs::Probe => !facts.probes.is_empty() && facts.troubles().next().is_none(),
        }
    }

    /// The link to the page.
    pub fn url(&self) -> String {
        format!("{PAGES}/{}.md", self.id)
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
    admin_token_copied_to_file,
    admin_token_in_use,
    admin_token_still_encoded,
    admin_under_wrong_chart_name,
    argo_values_ignored,
    audience_missing,
    azure_provider_misnamed,
    blank_login_parameter,
    blank_reference,
    boolean_as_text,
    ca_bundle_without_certificate,
    chart_with_known_defect,
    client_id_malformed,
    client_not_public,
    client_secret_left,
    client_unknown_to_provider,
    clustered_auth_misrouted,
    config_map_payload_broken,
    default_user_rendered,
    device_and_token_url_swapped,
    device_flow_not_advertised,
    device_grant_refused,
    discovery_advertises_other_origin,
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
    entra_login_on_old_version,
    entra_scope_for_graph,
    entra_scope_missing,
    entra_tenant_malformed,
    entra_tenant_shared,
    entra_user_id_malformed,
    expected_admin_missing,
    expiry_unusable,
    fullname_override_is_image,
    helm_upgrade_without_release,
    host_is_url,
    hosted_keys_path_unknown,
    identity_provider_misspelled,
    ignore_without_reason,
    job_copied_from_job,
    jwks_endpoint_is_discovery_url,
    jwks_endpoint_is_issuer_url,
    jwks_endpoint_is_other_endpoint,
    jwks_endpoint_needs_login,
    jwks_endpoint_not_found,
    jwks_endpoint_redirects,
    jwks_endpoint_serves_discovery,
    jwks_endpoint_serves_other_content,
    key_at_wrong_level,
    key_dropped_by_chart,
    key_set_without_usable_key,
    keycloak_keys_path_broken,
    keycloak_prefix_differs,
    keycloak_user_id_malformed,
    keys_of_other_issuer,
    legacy_profile_file,
    listed_token_never_expires,
    login_blocked_by_policy,
    login_host_differs,
    login_method_missing,
    login_methods_compete,
    login_not_configured,
    login_tenant_differs,
    login_url_differs_from_discovery,
    login_url_inside_cluster,
    login_url_is_other_endpoint,
    login_urls_differ,
    malformed_signing_key,
    management_token_sent_to_console,
    management_token_without_expiry,
    missing_field,
    misspelled_key,
    okta_org_server_keys,
    patch_path_wrong,
    placeholder_left,
    plain_http_endpoint,
    plain_http_inside_cluster,
    port_of_old_guide,
    port_typed_as_number,
    private_host_without_ca,
    private_key_in_plain_text,
    private_key_published,
    product_unknown,
    profile_host_outside_ingress,
    profile_in_single_brackets,
    profile_name_duplicated,
    provider_and_endpoint_disagree,
    provider_name_and_endpoint_differ,
    provider_with_opaque_tokens,
    provider_without_device_flow,
    public_roots_replaced,
    reconcile_paused,
    referenced_key_missing,
    release_unknown,
    release_with_known_defect,
    revocation_incomplete,
    sample_secret_left,
    scope_refused,
    secret_manifest_in_plain_text,
    set_expression_broken,
    set_value_retyped,
    setting_given_twice,
    signing_algorithm_untested,
    signing_key_too_short,
    stray_character,
    template_left_unrendered,
    tenant_unknown_to_provider,
    tls_certificate_expiring,
    tls_certificate_rejected,
    tls_issuer_untrusted,
    tls_switched_off,
    tls_verification_off,
    token_file_readable_by_others,
    token_in_repository,
    token_printed_to_log,
    unexpected_admin,
    unknown_key,
    unknown_rule_name,
    unparsable_document,
    unused_ignore,
    user_as_bare_id,
    user_detail_missing,
    user_group_unknown,
    user_groups_before_release,
    user_id_is_client_id,
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
