//! idplint checks the identity-provider settings of InfluxDB: read, understand, ask, judge, tell, mend.
//!
//! The plan of the house is the order of the work: [`input`] reads text into one spanned tree, [`model`] understands
//! which settings it holds, [`provider`] knows the identity providers, [`net`] asks them and gives [`facts`],
//! [`rules`] judge, [`config`] is the project file, [`quiet`] what hides findings, [`report`] tells, [`mend`] repairs.
//! [`engine`] holds the order of `check`, [`repository`] what lies around a file, [`source`] and [`finding`] the words
//! that all rooms share, [`spelling`] which word a misspelt one is meant to be, `cli` and `command` the program.

// Tests may do what the program may not; cargo's table of lints would hold for both.
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)
)]

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
