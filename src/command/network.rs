//! From the network flags to what a run may do.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::CommandError;
use crate::cli::NetworkArgs;
use crate::input::discover::words;
use crate::net::{AllowedHost, Policy};

/// The policy that the flags describe, from now on.
///
/// # Errors
/// When a flag names no host, or a file that cannot be read.
pub(super) fn policy(args: &NetworkArgs) -> Result<Policy, CommandError> {
    let host = |word: &String| {
        word.parse::<AllowedHost>().map_err(|_| CommandError::Usage {
            message: format!("`--allow-host {word}` names no host"),
            help: "write HOST or HOST:PORT, an IPv6 address in brackets".to_owned(),
        })
    };
    let ca_file = match &args.ca_file {
        None => None,
        Some(path) => Some(std::fs::read(path).map_err(|error| CommandError::Usage {
            message: format!("cannot read `--ca-file {}`: {}", path.display(), words(&error)),
            help: "name a file with CA certificates in PEM form".to_owned(),
        })?),
    };
    Ok(Policy {
        allowed_hosts: args.allow_host.iter().map(host).collect::<Result<_, _>>()?,
        allow_private_network: args.allow_private_network,
        ca_file,
        run_timeout: Duration::from_secs(args.timeout),
        started: now(),
    })
}

/// Seconds since 1970 in UTC; 0 where the clock is before that.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or_default()
}
