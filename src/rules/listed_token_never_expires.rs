//! # `listed-token-never-expires`
//!
//! The list, as `influxctl management list --format json` prints it, has a management token without a time of expiry that
//! nobody has revoked. In the table the command prints `1970-01-01T00:00:00Z` for it, which looks like the contrary.
//!
//! ```json bad
//! [
//!   {
//!     "id": "6a6b46b5-e1ce-4ee6-9d1f-aabbccddeeff",
//!     "account_id": "11111111-2222-3333-4444-555555555555",
//!     "token_prefix": "M.V1.+5Jk",
//! #                    ^^^^^^^^^ without `expires_at`
//!     "created_at": {"seconds": 1706000000, "nanos": 0},
//!     "description": "terraform",
//!     "created_by": "ada@acme.io"
//!   }
//! ]
//! ```
//!
//! ```json good
//! [
//!   {
//!     "id": "6a6b46b5-e1ce-4ee6-9d1f-aabbccddeeff",
//!     "account_id": "11111111-2222-3333-4444-555555555555",
//!     "token_prefix": "M.V1.+5Jk",
//!     "created_at": {"seconds": 1706000000, "nanos": 0},
//!     "expires_at": {"seconds": 1806000000},
//!     "description": "terraform"
//!   },
//!   {
//!     "id": "6a6b46b5-e1ce-4ee6-9d1f-000000000000",
//!     "account_id": "11111111-2222-3333-4444-555555555555",
//!     "token_prefix": "M.V1.9aBc",
//!     "created_at": {"seconds": 1706000000, "nanos": 0},
//!     "revoked_at": {"seconds": 1707000000},
//!     "description": "old"
//!   }
//! ]
//! ```
//!
//! - [InfluxData: List management tokens](https://docs.influxdata.com/influxdb3/clustered/admin/tokens/management/list/): the JSON leaves `expires_at` out

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::companion::{Companion, Listed};

pub(super) static RULE: Rule = Rule {
    id: "listed-token-never-expires",
    summary: "a management token in use never expires",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("listed_token_never_expires.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(Companion::TokenList(list)) = context.companion() else { return };
    for token in &list.endless {
        let Listed { description, prefix, .. } = token;
        let message = match description.as_str() {
            "" => format!("management token `{prefix}…` never expires"),
            description => format!("management token `{description}` (`{prefix}…`) never expires"),
        };
        findings
            .report(token.place.clone(), &token.path, message)
            .label("without `expires_at`")
            .help("revoke it, or replace it by one with an expiry");
    }
}
