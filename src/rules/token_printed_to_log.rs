//! # `token-printed-to-log`
//!
//! The command prints the new token, and nothing takes the output: it stands in the log of the job, where everybody who
//! may see the pipeline can read it. Masks know the secrets of the store only, not a token that was made a moment ago.
//!
//! ```yaml bad
//! jobs:
//!   rotate:
//!     runs-on: ubuntu-latest
//!     steps:
//!       - run: influxctl management create --expires-at 2027-01-31T00:00:00Z --description ci
//! #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ prints the token
//! ```
//!
//! ```yaml bad
//! rotate:
//!   stage: deploy
//!   script:
//!     - echo rotate
//!     - influxctl token create --read-database mydb 2> errors
//! #     ^^^^^^^^^^^^^^^^^^^^^^ prints the token
//! ```
//!
//! ```yaml good
//! jobs:
//!   rotate:
//!     runs-on: ubuntu-latest
//!     steps:
//!       - run: influxctl token create --read-database mydb > token
//!       - run: influxctl token create --read-database mydb | vault kv put secret/influxdb token=-
//!       - run: TOKEN=$(influxctl token create --read-database mydb)
//!       - run: |
//!           { influxctl token create --read-database mydb; } > token
//!           create() {
//!             influxctl token create --read-database mydb
//!           }
//!           TOKEN=$(create)
//!       - run: influxctl token create --help
//! ```
//!
//! ```sh good
//! influxctl token create --read-database mydb
//! ```
//!
//! - [InfluxData: Create a management token](https://docs.influxdata.com/influxdb3/clustered/admin/tokens/management/create/): "Management token strings are returned only on token creation."
//! - [GitHub: Workflow commands](https://docs.github.com/en/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions#masking-a-value-in-a-log): `::add-mask::`

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity};
use crate::model::script::Run;

pub(super) static RULE: Rule = Rule {
    id: "token-printed-to-log",
    summary: "a CI job prints a new token to its log",
    severity: Severity::Warning,
    confidence: Confidence::Likely,
    fix: Fixes::Never,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("token_printed_to_log.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(script) = context.script() else { return };
    let runs = script.runs();
    if runs.iter().flat_map(Run::all_words).any(|word| word.text.contains("::add-mask::")) {
        return;
    }
    for run in runs.iter().filter(|run| run.is_logged()) {
        let created = ["management", "token"].into_iter().find_map(|group| run.influxctl(group, "create"));
        let Some(verb) = created else { continue };
        findings
            .report(run.place_to(verb), run.path(), "the token string is printed to the job's log")
            .label("prints the token")
            .help("capture the output and store it in a secret store");
    }
}
