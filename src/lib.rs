//! idplint checks the identity-provider settings of InfluxDB: read, understand, ask, judge, tell, mend.
//!
//! The plan of the house is the order of the work:
//! [`input`] reads text into one spanned tree, [`model`] understands which settings it holds,
//! [`provider`] knows the identity providers, [`net`] asks them and gives [`facts`], [`rules`] judge,
//! [`config`] is the project file, [`quiet`] hides what comments ignore, [`report`] tells, [`mend`] repairs. [`engine`] holds the order of `check`,
//! [`repository`] what lies around a
//! file, [`source`] and [`finding`] the words that all rooms share, [`spelling`] which word a misspelt one is meant to be, `cli` and `command` the program.

pub mod cli;
pub mod command;
pub mod config;
pub mod engine;
pub mod facts;
pub mod finding;
pub mod input;
pub mod mend;
pub mod model;
pub mod net;
pub mod provider;
pub mod quiet;
pub mod report;
pub mod repository;
pub mod rules;
pub mod source;
pub mod spelling;

pub use command::{Io, Terminal, run};
