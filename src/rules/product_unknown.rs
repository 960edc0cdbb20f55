//! # `product-unknown`
//!
//! `influxctl` knows two products, `clustered` and `dedicated`, and what a profile needs depends on which it is.
//! What it does with another word is not published.
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "Clustered"
//! #          ^^^^^^^^^ no product of influxctl
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! ```toml fixed
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! ```toml bad
//! [[profile]]
//! name = "default"
//! product = "cloud"
//! #          ^^^^^ no product of influxctl
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! ```toml good
//! [[profile]]
//! name = "default"
//! product = "clustered"
//! host = "influxdb.acme.io"
//! port = "443"
//! mgmt_token = "apiv1_x"
//! ```
//!
//! - [InfluxData: influxctl](https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/): Choose from "clustered" or "dedicated"

use super::{Context, Findings, Fixes, Needs, Rule};
use crate::finding::{Confidence, Safety, Severity};
use crate::input::splice::{fix_text, value_place};

pub(super) static RULE: Rule = Rule {
    id: "product-unknown",
    summary: "`product` is neither `clustered` nor `dedicated`",
    severity: Severity::Warning,
    confidence: Confidence::Certain,
    fix: Fixes::Safe,
    needs: Needs::File,
    since: "0.1.0",
    page: include_str!("product_unknown.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    const PRODUCTS: [&str; 2] = ["clustered", "dedicated"];
    for product in context.profiles().filter_map(|profile| profile.product.as_ref()) {
        let Some(text) = product.text().filter(|text| !PRODUCTS.contains(text)) else { continue };
        let meant = PRODUCTS.iter().find(|known| known.eq_ignore_ascii_case(text));
        let help = match meant {
            Some(meant) => format!("write `{meant}`"),
            None => "write `clustered` or `dedicated`".to_owned(),
        };
        findings
            .report(value_place(product.node), &product.path, format!("unknown product `{text}`"))
            .label("no product of influxctl")
            .help(help)
            .fix(meant.map(|meant| fix_text(product.node, meant, Safety::Safe)));
    }
}
