//! A provider on loopback that misbehaves on demand, with or without TLS.
#![allow(dead_code, reason = "each test binary uses its part")]

use rcgen::{BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the server does with one request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Status, header lines, body.
    Say(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// An endless body, one byte at a time.
    Drip,
    /// A body of this size without a `Content-Length`.
    Flood(usize),
    /// Closes the connection without a word.
    HangUp,
    /// Waits, then answers.
    Slow(Duration, Box<Self>),
    /// These bytes, head and all, and the end of the connection.
    Raw(Vec<u8>),
    /// These bytes, and nothing more until the client leaves.
    Stall(Vec<u8>),
    /// These bytes, then the same piece over and over, after a pause each.
    Repeat(Vec<u8>, Vec<u8>, Duration),
}

/// A key set with one usable key.
pub(crate) const KEYS: &str = r#"{"keys":[{"kty":"RSA","kid":"a","use":"sig","n":"w-_-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","e":"AQAB"}]}"#;

/// A discovery document.
pub(crate) fn document(base: &str, jwks_uri: &str) -> String {
    format!(r#"{{"issuer":"{base}","jwks_uri":"{jwks_uri}","token_endpoint":"{base}/token"}}"#)
}

/// 200 and JSON.
pub(crate) fn json(body: &str) -> Reply {
    Reply::Say(200, vec![("Content-Type", "application/json; charset=utf-8".to_owned())], body.into())
}

/// A status with an empty JSON object.
pub(crate) fn status(status: u16) -> Reply {
    Reply::Say(status, Vec::new(), b"{}".to_vec())
}

/// 302.
pub(crate) fn redirect(to: &str) -> Reply {
    Reply::Say(302, vec![("Location", to.to_owned())], Vec::new())
}

/// Heard and counted by all connections of one server.
#[derive(Default)]
struct Heard {
    connections: AtomicUsize,
    now: AtomicUsize,
    most_at_once: AtomicUsize,
    requests: Mutex<Vec<String>>,
    bodies: Mutex<Vec<String>>,
}

/// A running server; it ends with the test process.
pub(crate) struct Server {
    pub(crate) port: u16,
    heard: Arc<Heard>,
}

impl Server {
    /// Speaks plain HTTP on 127.0.0.1. `answer` is given the path and query, and the number of the
    /// request, from 0.
    pub(crate) fn start(answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at(Ipv4Addr::LOCALHOST, None, answer)
    }

    /// Speaks TLS with the certificate of `ca`.
    pub(crate) fn start_tls(
        config: Arc<ServerConfig>,
        answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::start_at(Ipv4Addr::LOCALHOST, Some(config), answer)
    }

    /// Does this with each connection, whatever is spoken on it, and closes it.
    pub(crate) fn start_raw(act: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::accept(Ipv4Addr::LOCALHOST, move |mut stream, _| act(&mut stream))
    }

    /// Speaks HTTP, over TLS where a certificate is given, on an address of 127.0.0.0/8: each is a host of its own.
    pub(crate) fn start_at(
        address: Ipv4Addr,
        tls: Option<Arc<ServerConfig>>,
        answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::accept(address, move |stream, heard| match &tls {
            None => serve(stream, heard, &answer),
            Some(config) => {
                let session = ServerConnection::new(Arc::clone(config)).unwrap();
                serve(StreamOwned::new(session, stream), heard, &answer);
            }
        })
    }

    fn accept(address: Ipv4Addr, act: impl Fn(TcpStream, &Heard) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((address, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Heard::default());
        let (shared, act) = (Arc::clone(&heard), Arc::new(act));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let (heard, act) = (Arc::clone(&shared), Arc::clone(&act));
                thread::spawn(move || act(stream, &heard));
            }
        });
        Self { port, heard }
    }

    /// `http://127.0.0.1:PORT` and a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn connections(&self) -> usize {
        self.heard.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn most_at_once(&self) -> usize {
        self.heard.most_at_once.load(Ordering::SeqCst)
    }

    /// The heads of all requests, lower case.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.heard.requests.lock().unwrap().clone()
    }

    /// The bodies of all requests that had one.
    pub(crate) fn bodies(&self) -> Vec<String> {
        self.heard.bodies.lock().unwrap().clone()
    }
}

fn serve(mut stream: impl Read + Write, heard: &Heard, answer: &dyn Fn(&str, usize) -> Reply) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            // a TLS greeting, answered as web servers do
            Ok(1) if head.is_empty() && byte == [0x16] => {
                let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
                return;
            }
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let length = head.to_ascii_lowercase();
    let length = length.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
    if let Some(length) = length {
        let mut body = vec![0; length];
        stream.read_exact(&mut body).unwrap();
        heard.bodies.lock().unwrap().push(String::from_utf8(body).unwrap());
    }
    let number = {
        let mut requests = heard.requests.lock().unwrap();
        requests.push(head.to_ascii_lowercase());
        requests.len() - 1
    };
    let now = heard.now.fetch_add(1, Ordering::SeqCst) + 1;
    heard.most_at_once.fetch_max(now, Ordering::SeqCst);
    let reply = answer(&path, number);
    // A client that has heard enough closes the connection.
    let _ = send(&mut stream, reply, &heard.now);
}

fn send(stream: &mut (impl Read + Write), reply: Reply, now: &AtomicUsize) -> std::io::Result<()> {
    if let Reply::Slow(wait, reply) = reply {
        thread::sleep(wait);
        return send(stream, *reply, now);
    }
    now.fetch_sub(1, Ordering::SeqCst);
    match reply {
        Reply::Say(status, headers, body) => {
            write!(stream, "HTTP/1.1 {status} Whatever\r\nConnection: close\r\nContent-Length: {}\r\n", body.len())?;
            for (name, value) in headers {
                write!(stream, "{name}: {value}\r\n")?;
            }
            write!(stream, "\r\n")?;
            stream.write_all(&body)?;
        }
        Reply::Drip => {
            write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            loop {
                stream.write_all(b" ")?;
                stream.flush()?;
                thread::sleep(Duration::from_millis(20));
            }
        }
        Reply::Flood(size) => {
            write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            for _ in 0..size / 4096 {
                stream.write_all(&[b' '; 4096])?;
            }
        }
        Reply::Raw(bytes) => stream.write_all(&bytes)?,
        Reply::Stall(bytes) => {
            stream.write_all(&bytes)?;
            stream.flush()?;
            while stream.read(&mut [0])? > 0 {}
        }
        Reply::Repeat(head, piece, pause) => {
            stream.write_all(&head)?;
            loop {
                stream.flush()?;
                thread::sleep(pause);
                stream.write_all(&piece)?;
            }
        }
        Reply::HangUp | Reply::Slow(..) => {}
    }
    stream.flush()
}

/// A throw-away certificate authority.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// What `--ca-file` holds.
    pub(crate) fn pem(&self) -> Vec<u8> {
        self.0.pem().into_bytes()
    }

    /// A server's settings with a certificate for `name` that ends on the first day of `last_year`.
    pub(crate) fn server(&self, name: &str, last_year: i32) -> Arc<ServerConfig> {
        self.server_between(name, 2000, last_year)
    }

    /// A server's settings with a certificate for `name` from the first day of a year to that of another.
    pub(crate) fn server_between(&self, name: &str, first_year: i32, last_year: i32) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(first_year, 1, 1);
        params.not_after = date_time_ymd(last_year, 1, 1);
        let key = KeyPair::generate().unwrap();
        server_config(&params.signed_by(&key, &self.0).unwrap(), &key)
    }
}

/// A server's settings with a certificate that only it vouches for.
pub(crate) fn self_signed(name: &str, is_ca: IsCa) -> Arc<ServerConfig> {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.is_ca = is_ca;
    let key = KeyPair::generate().unwrap();
    server_config(&params.self_signed(&key).unwrap(), &key)
}

fn server_config(certificate: &Certificate, key: &KeyPair) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    Arc::new(config)
}

/// A port on which nobody listens.
pub(crate) fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
