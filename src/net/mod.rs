//! STUB
#![allow(missing_docs)]
use crate::facts::Facts;
use std::time::Duration;
use url::Url;
#[derive(Debug, Clone)]
pub struct AllowedHost;
impl std::str::FromStr for AllowedHost {
    type Err = String;
    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Self)
    }
}
pub struct Policy {
    pub allowed_hosts: Vec<AllowedHost>,
    pub allow_private_network: bool,
    pub ca_file: Option<Vec<u8>>,
    pub run_timeout: Duration,
}
pub struct Question {
    pub jwks_endpoint: Url,
    pub candidates: Vec<Url>,
    pub spellings: Vec<Url>,
}
pub fn ask(_: &[Question], _: &Policy, _: &dyn Fn(&str)) -> Facts {
    Facts::default()
}
pub mod oidc {
    use crate::facts::Body;
    pub fn read_body(_: &str, _: &[u8]) -> Body {
        Body::Empty
    }
}
