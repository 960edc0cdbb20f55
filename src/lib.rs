//! idplint checks the identity-provider settings of InfluxDB: read, understand, ask, judge, tell, mend.
//!
//! The plan of the house is the order of the work:
//! [`input`] reads text into one spanned tree, `model` understands which settings it holds,
//! [`provider`] knows the identity providers, [`net`] asks them and gives [`facts`], `rules` judge,
//! [`report`] tells.

pub mod facts;
pub mod finding;
pub mod input;
pub mod net;
pub mod provider;
pub mod report;
pub mod source;
