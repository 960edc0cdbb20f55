//! # `management-token-without-expiry`
//!
//! The command creates a management token without a time of expiry. It administers the whole cluster until somebody
//! revokes it: in the logs, caches and copies of years.
//!
//! ```sh bad
//! influxctl management create --description ci > token
//! #^^^^^^^^^^^^^^^^^^^^^^^^^^ without `--expires-at`
//! TOKEN="$(influxctl --profile prod management create --description 'ci job')"
//! #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ without `--expires-at`
//! ```
//!
//! With an expiry; a flag that may come with a variable; a database token; a text that only shows the command:
//!
//! ```sh good
//! influxctl management create --expires-at 2027-01-31T00:00:00Z --description ci > token
//! influxctl management create --description ci $FLAGS > token
//! influxctl management create "${flags[@]}" > token
//! influxctl management create --help
//! influxctl token create --read-database mydb > token
//! echo "run: influxctl management create"
//! # influxctl management create
//! cat <<EOF
//! influxctl management create
//! EOF
//! ```
//!
//! - [InfluxData: Create a management token](https://docs.influxdata.com/influxdb3/clustered/admin/tokens/management/create/): "If an expiration isn't set, the token does not expire until revoked."

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};

pub(super) static RULE: Rule = Rule {
    id: "management-token-without-expiry",
    summary: "a script creates a management token that never expires",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("management_token_without_expiry.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for run in context.script().iter().flat_map(|script| script.runs()) {
        let Some(verb) = run.influxctl("management", "create") else { continue };
        if run.expiry().is_some() || run.may_hold_more_flags() {
            continue;
        }
        findings
            .report(run.place_to(verb), run.path(), "this management token never expires")
            .label("without `--expires-at`")
            .help("add `--expires-at` with an RFC 3339 time");
    }
}
