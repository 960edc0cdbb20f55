//! What a server shows in the TLS handshake: read, remembered, and judged by the platform's verifier.
//!
//! The verdict is the platform's alone; nothing here can make a connection that it refuses.

use super::sanitise::{clip, sanitise};
use crate::facts::{Certificate, CertificateFault};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme, version};
use rustls_platform_verifier::Verifier;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

/// Names that are kept of one certificate; some list hundreds.
const MAX_NAMES: usize = 20;
/// Characters of a name: the longest one in DNS has 253.
const MAX_NAME: usize = 253;
/// Characters of the issuer.
const MAX_ISSUER: usize = 200;
/// Certificates of a chain that are read; no public one has more.
const MAX_CHAIN: usize = 10;

/// The CAs of the machine and of `--ca-file`: read once a run, for it takes time.
pub(super) struct Trust {
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
}

impl Trust {
    /// `None` when no CA certificate can be read, from the machine or from `--ca-file`.
    pub(super) fn new(ca_file: Option<&[u8]>) -> Option<Self> {
        let provider = Arc::new(ring::default_provider());
        let verifier = match ca_file {
            None => Verifier::new(Arc::clone(&provider)),
            Some(pem) => {
                let roots: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
                if roots.is_empty() {
                    return None;
                }
                Verifier::new_with_extra_roots(roots, Arc::clone(&provider))
            }
        };
        Some(Self { provider, verifier: Arc::new(verifier.ok()?) })
    }

    /// TLS 1.2 or newer and HTTP/1.1 for one origin, whose certificate is remembered in `shown`.
    pub(super) fn client_config(&self, shown: &Arc<Shown>) -> Option<ClientConfig> {
        let verifier = Witness { verifier: Arc::clone(&self.verifier), shown: Arc::clone(shown) };
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&[&version::TLS13, &version::TLS12])
            .ok()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Some(config)
    }
}

/// The certificate that one origin showed: the first one, but rather one that was refused.
#[derive(Debug, Default)]
pub(super) struct Shown(Mutex<Option<Certificate>>);

impl Shown {
    /// What was shown, if anything.
    pub(super) fn certificate(&self) -> Option<Certificate> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, certificate: Option<Certificate>, refused: bool) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.is_none() || refused {
            *kept = certificate.or(kept.take());
        }
    }
}

/// Sees every certificate on its way to the verifier, and changes no verdict.
#[derive(Debug)]
struct Witness {
    verifier: Arc<dyn ServerCertVerifier>,
    shown: Arc<Shown>,
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = self.verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        self.shown.note(read_chain(end_entity, intermediates), verdict.is_err());
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

/// The fault for which a certificate was refused; `None` for reasons that do not make it certain.
pub(super) fn fault(error: &Error) -> Option<CertificateFault> {
    let Error::InvalidCertificate(error) = error else { return None };
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Some(CertificateFault::Expired),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            Some(CertificateFault::NotYetValid)
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Some(CertificateFault::WrongName)
        }
        // a CA that was renewed under its old name fails by its signature
        CertificateError::UnknownIssuer | CertificateError::BadSignature => Some(CertificateFault::UnknownIssuer),
        _ => None,
    }
}

/// `None` for a leaf that cannot be read. The chain is followed upwards from the leaf by its names,
/// so that a stray certificate in it does not name the issuer.
fn read_chain(leaf: &[u8], others: &[CertificateDer<'_>]) -> Option<Certificate> {
    let (_, leaf) = X509Certificate::from_der(leaf).ok()?;
    let mut issuer = leaf.issuer();
    let others: Vec<_> =
        others.iter().take(MAX_CHAIN).filter_map(|der| Some(X509Certificate::from_der(der).ok()?.1)).collect();
    for other in &others {
        if other.subject().as_raw() == issuer.as_raw() {
            issuer = other.issuer();
        }
    }
    Some(Certificate {
        names: names(&leaf),
        issuer: clip(&sanitise(&issuer.to_string()), MAX_ISSUER),
        not_before: leaf.validity().not_before.timestamp(),
        not_after: leaf.validity().not_after.timestamp(),
    })
}

fn names(leaf: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = leaf.subject_alternative_name() else { return Vec::new() };
    let names = extension.value.general_names.iter().filter_map(|name| match name {
        GeneralName::DNSName(name) => Some(clip(&sanitise(name), MAX_NAME)),
        GeneralName::IPAddress(octets) => Some(address(octets)?.to_string()),
        _ => None,
    });
    names.take(MAX_NAMES).collect()
}

fn address(octets: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(octets).map(|octets| IpAddr::V4(Ipv4Addr::from(octets)));
    v4.or_else(|_| <[u8; 16]>::try_from(octets).map(|octets| IpAddr::V6(Ipv6Addr::from(octets)))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DnType, KeyPair, SanType};

    fn certificate(edit: impl FnOnce(&mut CertificateParams)) -> CertificateDer<'static> {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        edit(&mut params);
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().clone()
    }

    fn named(names: impl Iterator<Item = String>) -> CertificateDer<'static> {
        let names: Vec<_> = names.map(|name| SanType::DnsName(name.try_into().unwrap())).collect();
        certificate(|params| params.subject_alt_names = names)
    }

    #[test]
    fn names_issuer_and_dates_are_read() {
        let der = certificate(|params| {
            params.subject_alt_names = vec![
                SanType::DnsName("a.example".try_into().unwrap()),
                SanType::IpAddress("10.0.0.1".parse().unwrap()),
                SanType::IpAddress("2001:db8::1".parse().unwrap()),
                SanType::Rfc822Name("ada@a.example".try_into().unwrap()),
            ];
            params.distinguished_name.push(DnType::CommonName, "A CA");
            params.not_before = rcgen::date_time_ymd(2000, 1, 1);
            params.not_after = rcgen::date_time_ymd(2001, 1, 1);
        });
        let read = read_chain(&der, &[]).unwrap();
        assert_eq!(read.names, ["a.example", "10.0.0.1", "2001:db8::1"]);
        assert!(read.issuer.contains("CN=A CA"), "{read:?}");
        assert_eq!((read.not_before, read.not_after), (946_684_800, 978_307_200));
    }

    #[test]
    fn what_is_kept_is_bounded_and_clean() {
        let many = named((0..100).map(|n| format!("{n}.example")));
        assert_eq!(read_chain(&many, &[]).unwrap().names.len(), MAX_NAMES);
        let long = named(std::iter::once("a\u{1b}##[x]".to_owned() + &"a".repeat(5000)));
        let name = &read_chain(&long, &[]).unwrap().names[0];
        assert!(name.starts_with("a# #[x]a") && name.chars().count() == MAX_NAME, "{name}");
        let issuer = certificate(|params| {
            params.distinguished_name.push(DnType::CommonName, "\u{1b}\u{202e}##[x]\n".to_owned() + &"é".repeat(5000));
        });
        let issuer = read_chain(&issuer, &[]).unwrap().issuer;
        assert!(!issuer.contains("##") && !issuer.contains('\u{1b}') && !issuer.contains('\u{202e}'), "{issuer}");
        assert!(issuer.chars().count() == MAX_ISSUER && issuer.ends_with('…'), "{issuer}");
    }

    #[test]
    fn no_error_of_tls_but_four_is_a_fault_of_the_certificate() {
        let fault = |error| fault(&Error::InvalidCertificate(error));
        assert_eq!(fault(CertificateError::Expired), Some(CertificateFault::Expired));
        assert_eq!(fault(CertificateError::NotValidYet), Some(CertificateFault::NotYetValid));
        assert_eq!(fault(CertificateError::NotValidForName), Some(CertificateFault::WrongName));
        assert_eq!(fault(CertificateError::UnknownIssuer), Some(CertificateFault::UnknownIssuer));
        assert_eq!(fault(CertificateError::BadEncoding), None);
        assert_eq!(fault(CertificateError::Revoked), None);
        assert_eq!(super::fault(&Error::HandshakeNotComplete), None);
    }

    proptest! {
        #[test]
        fn hostile_der_never_panics(
            edits in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..8),
            end: usize,
            noise: Vec<u8>,
        ) {
            let mut der = named(["a.example".to_owned()].into_iter()).to_vec();
            for (at, byte) in edits {
                let at = at % der.len();
                der[at] = byte;
            }
            for text in [&der[..], &der[..end % der.len()], &noise] {
                if let Some(read) = read_chain(text, &[CertificateDer::from(text.to_vec())]) {
                    prop_assert!(read.names.iter().all(|name| name.chars().count() <= MAX_NAME));
                }
            }
        }
    }
}
