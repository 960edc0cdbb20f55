//! Reads one file up to the limit and tells by its bytes whether it may be ours.

use aho_corasick::packed::Searcher;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::LazyLock;

use super::super::MAX_FILE_BYTES;
use super::Reason;

/// Words of the shapes we know, in lower case: the sniff ignores case, so `jwksEndPoint` and `JWKS_ENDPOINT`
/// still count. Wide on purpose: the sniff only spares the parser, the model decides.
const MARKERS: [&str; 31] = [
    // the `admin` block, its misspellings and its InfluxDB 3 Enterprise cousins
    "jwks",
    "identityprovider",
    "identity_provider",
    "identity-provider",
    // AppInstance, in whole or as the target of a patch
    "kubecfg.dev",
    "appinstance",
    "app-instance",
    "clustered/influxdb",
    "/package/spec/admin",
    // the Helm chart: values that no other chart has; its name holds a word of the scripts
    "kubitsinglenamespace",
    "customegress",
    "ingesterstorage",
    // influxctl profiles
    "[[profile]]",
    "profile.auth",
    "device_url",
    "mgmt_token",
    // influxctl 1.x
    "cluster_id",
    // commands in scripts and pipelines
    "influxctl",
    "influxd-ctl",
    "influxdb3",
    "console.influxdata.com",
    // Secrets of a cluster
    "admin-token",
    "rsa-keys",
    "influxdb-auth",
    "influxdb-shared-secret",
    // tokens: as they are, in base64, and as `influxctl management list` prints them
    "m.v1.",
    "apiv1_",
    "apiv3_",
    "ts5wms",
    "yxbpdj",
    "token_prefix",
];

/// Names of the file that the admin token is copied to: what is in it is documented nowhere.
const TOKEN_FILES: [&str; 2] = ["token.json", "admin-token.json"];

// One pass of vector instructions for all markers; an automaton or a pass for each costs more than reading
// the file. `None` on a machine without such instructions.
static FINDER: LazyLock<Option<Searcher>> = LazyLock::new(|| Searcher::new(MARKERS));

/// Where a NUL byte tells a binary file.
const HEAD: u64 = 8 << 10;

/// What the bytes of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Text to judge, wholly in the buffer.
    Text,
    /// More than [`MAX_FILE_BYTES`]; the buffer holds the beginning.
    TooLarge,
    /// Nothing to judge.
    Unfit(Reason),
}

pub(super) fn open_and_read(path: &Path, buffer: &mut Vec<u8>) -> io::Result<Form> {
    read(&mut File::open(path)?, buffer)
}

/// Fills `buffer` with what `from` holds, one byte more than the limit at most.
pub(super) fn read(from: &mut (impl Read + ?Sized), buffer: &mut Vec<u8>) -> io::Result<Form> {
    buffer.clear();
    // Without room the first reads are of 32 bytes.
    buffer.reserve(HEAD as usize + 1);
    from.take(HEAD).read_to_end(buffer)?;
    let is_utf16 = buffer.starts_with(b"\xff\xfe") || buffer.starts_with(b"\xfe\xff");
    if !is_utf16 && memchr::memchr(0, buffer).is_some() {
        return Ok(Form::Unfit(Reason::Binary));
    }
    if buffer.len() as u64 == HEAD {
        from.take(MAX_FILE_BYTES + 1 - HEAD).read_to_end(buffer)?;
    }
    Ok(match buffer.as_slice() {
        _ if is_utf16 => Form::Unfit(Reason::Utf16),
        bytes if bytes.len() as u64 > MAX_FILE_BYTES => Form::TooLarge,
        bytes if bytes.trim_ascii().is_empty() => Form::Unfit(Reason::Empty),
        _ => Form::Text,
    })
}

/// Whether what was read may hold settings of ours.
pub(super) fn has_marker(form: Form, buffer: &[u8]) -> bool {
    let lower = match form {
        Form::Text | Form::TooLarge => buffer.to_ascii_lowercase(),
        // Without its NUL bytes, UTF-16 spells our markers in ASCII.
        Form::Unfit(Reason::Utf16) => {
            buffer.iter().filter(|&&byte| byte != 0).map(u8::to_ascii_lowercase).collect::<Vec<u8>>()
        }
        Form::Unfit(_) => return false,
    };
    let slowly = || MARKERS.iter().any(|marker| memchr::memmem::find(&lower, marker.as_bytes()).is_some());
    FINDER.as_ref().map_or_else(slowly, |finder| finder.find(&lower).is_some())
}

/// True for a file that may hold an admin token, whatever its bytes are.
pub(super) fn is_token_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| TOKEN_FILES.iter().any(|known| name == *known))
}

/// The text, and where it stops being UTF-8.
pub(super) fn decode(bytes: &[u8]) -> (String, Option<usize>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => (String::from_utf8_lossy(bytes).into_owned(), Some(error.valid_up_to())),
    }
}
