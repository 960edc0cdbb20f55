//! # `expiry-unusable`
//!
//! influxctl takes the time of expiry as RFC 3339 has it: date, `T`, time with seconds, `Z` or an offset with a colon.
//! `date` with `%z` prints an offset without the colon, and the command fails; so it does with a date alone. The flag was
//! called `--expire-at` in the documentation for a while.
//!
//! ```sh bad
//! influxctl token create --expires-at "$(date -d "+7 days" +"%Y-%m-%dT%H:%M:%S%z")" --read-database '*' > token
//! #                                                          ^^^^^^^^^^^^^^^^^^^ an offset without a colon
//! ```
//!
//! ```sh fixed
//! influxctl token create --expires-at "$(date -u -d "+7 days" +"%Y-%m-%dT%H:%M:%SZ")" --read-database '*' > token
//! ```
//!
//! ```sh bad
//! influxctl management create --expire-at 2027-01-31T00:00:00Z > token
//! #                           ^^^^^^^^^^^ no such flag
//! ```
//!
//! ```sh fixed
//! influxctl management create --expires-at 2027-01-31T00:00:00Z > token
//! ```
//!
//! What no fix can know:
//!
//! ```sh bad
//! influxctl management create --expires-at 2027-01-31 > token
//! #                                        ^^^^^^^^^^ no RFC 3339 time
//! influxctl management create --expires-at=2025-01-31T00:00:00Z > token
//! #                                        ^^^^^^^^^^^^^^^^^^^^ this time is over
//! influxctl management create --expires-at RFC3339_EXPIRATION > token
//! #                                        ^^^^^^^^^^^^^^^^^^ no RFC 3339 time
//! influxctl management create --expires-at $(date -d "+7 days" +%F) > token
//! #                                                             ^^ no RFC 3339 time
//! influxctl management create --expires-at "$(date -d '+7 days')" > token
//! #                                        ^^^^^^^^^^^^^^^^^^^^^^ no RFC 3339 time
//! ```
//!
//! ```dockerfile bad
//! FROM alpine
//! RUN influxctl token create --read-database '*' --expires-at $(date -v+7d +%Y-%m-%dT%H:%M:%SZ) > token
//! #                                                                  ^^^^^ only BSD and macOS know `-v`
//! ```
//!
//! Times that are right, and times that nobody can know here:
//!
//! ```sh good
//! influxctl management create --expires-at 2027-01-31T00:00:00.5+01:00 > token
//! influxctl management create --expires-at "$EXPIRY" > token
//! influxctl management create --expires-at "$(expiry --days 7)" > token
//! influxctl management create --expires-at "$(date -u -d '+7 days' +%Y-%m-%dT%H:%M:%SZ)" > token
//! influxctl management create --expires-at "$(date -d '+7 days' +%FT%T%:z)" > token
//! influxctl management create --expires-at "$(date -d '+7 days' -Iseconds)" > token
//! influxctl management create --expires-at "$(date -u -v+7d +%Y-%m-%dT%H:%M:%SZ)" > token
//! influxctl management create --expires-at "$(date -d '+7 days' +%F)T00:00:00Z" > token
//! docker login --expires-at tomorrow
//! ```
//!
//! - [RFC 3339, section 5.6](https://www.rfc-editor.org/rfc/rfc3339#section-5.6)
//! - [InfluxData: influxctl token create](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/token/create/): its examples use `%z`
//! - [influxdata/docs-v2 9c64d2c21d](https://github.com/influxdata/docs-v2/commit/9c64d2c21d): the flag was written `--expire-at`

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Severity, Safety, Fix};
use crate::model::script::Expiry;

pub(super) static RULE: Rule = Rule {
    id: "expiry-unusable",
    summary: "`--expires-at` gets no RFC 3339 time, or one that is over",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("expiry_unusable.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for run in context.script().iter().flat_map(|script| script.runs()) {
        let Some(flag) = run.expiry() else { continue };
        if flag.word.text.starts_with(FORMER_FLAG) {
            let place = run.place_in(flag.word, FORMER_FLAG);
            let fix = Fix::replace(place.clone(), FLAG, format!("write `{FLAG}`"), Safety::Safe);
            findings
                .report(place, run.path(), format!("influxctl has no flag `{FORMER_FLAG}`"))
                .label("no such flag")
                .help(format!("write `{FLAG}`"))
                .fix(Some(fix).filter(|_| run.block.may_edit));
        }
        match Expiry::read(&run, &flag, context.today) {
            Some(Expiry::NoTime { place, shown }) => {
                findings
                    .report(place, run.path(), format!("`{shown}` gives no RFC 3339 time"))
                    .label("no RFC 3339 time")
                    .help("write date, time and zone: `2027-01-31T00:00:00Z`");
            }
            Some(Expiry::Over { place, shown }) => {
                findings
                    .report(place, run.path(), format!("`{shown}` is over"))
                    .label("this time is over")
                    .help("write a time to come");
            }
            Some(Expiry::NoColon { place, shown, edits }) => {
                let fix = Fix { title: "write the time in UTC".to_owned(), safety: Safety::Safe, edits };
                findings
                    .report(place, run.path(), format!("`{shown}` gives no RFC 3339 time"))
                    .label("an offset without a colon")
                    .help("write it in UTC: `date -u … +%Y-%m-%dT%H:%M:%SZ`")
                    .fix(Some(fix).filter(|fix| run.block.may_edit && !fix.edits.is_empty()));
            }
            Some(Expiry::OnlyBsd { place }) => {
                findings
                    .report(place, run.path(), "`date -v` gives no RFC 3339 time on Linux")
                    .label("only BSD and macOS know `-v`")
                    .help("write `date -u -d \"+7 days\" +%Y-%m-%dT%H:%M:%SZ`");
            }
            None => {}
        }
    }
}

/// The flag, and what the documentation called it until 2024-04-29.
const FLAG: &str = "--expires-at";
const FORMER_FLAG: &str = "--expire-at";
