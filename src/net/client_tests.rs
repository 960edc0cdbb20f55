//! The guard through the real client, with a lookup that lies: a name may change its address at any time.

use super::*;
use crate::facts::Cause;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A listener on loopback that answers every request alike and counts who connects.
struct Inside {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Inside {
    fn start(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                counter.fetch_add(1, Ordering::SeqCst);
                // one read holds the head of so small a request
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { port, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

const EMPTY_SET: &str = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{\"keys\":[]}";

/// Gives each lookup the next list of addresses, and the last one for ever; counts the lookups.
fn lying(lists: &[&[&str]], lookups: &Arc<AtomicUsize>) -> Lookup {
    let lists: Vec<Vec<SocketAddr>> = lists
        .iter()
        .map(|list| list.iter().map(|address| SocketAddr::new(address.parse().unwrap(), 0)).collect())
        .collect();
    let lookups = Arc::clone(lookups);
    Arc::new(move |_| {
        let number = lookups.fetch_add(1, Ordering::SeqCst);
        let found = lists.get(number).or(lists.last()).cloned().unwrap_or_default();
        Box::pin(async move { Ok(found) })
    })
}

/// Asks these URLs one after the other.
fn ask(allowed: &[&str], lookup: Lookup, urls: &[String]) -> Vec<Result<Answer, Failure>> {
    let policy = Policy {
        allowed_hosts: allowed.iter().map(|host| host.parse().unwrap()).collect(),
        allow_private_network: false,
        ca_file: None,
        run_timeout: Duration::from_secs(5),
        started: 0,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (sender, _lines) = tokio::sync::mpsc::unbounded_channel();
        let mut client = Client::new(Guard::new(&policy), &policy, Instant::now() + policy.run_timeout, sender);
        client.lookup = lookup;
        let mut answers = Vec::new();
        for url in urls {
            answers.push(client.get(&Url::parse(url).unwrap()).await);
        }
        answers
    })
}

fn refused(answer: &Result<Answer, Failure>, says: &str) {
    let Err(Failure { trouble, .. }) = answer else { panic!("{answer:?}") };
    assert_eq!(trouble.cause, Cause::RefusedAddress, "{trouble:?}");
    assert!(trouble.message.contains(says), "{trouble:?}");
}

#[test]
fn a_name_with_a_public_and_a_private_address_is_refused_whole() {
    let inside = Inside::start(EMPTY_SET);
    let url = [format!("https://rebind.example:{}/keys", inside.port)];
    for addresses in [&["8.8.8.8", "127.0.0.1"], &["127.0.0.1", "8.8.8.8"], &["2001:4860:4860::8888", "::1"]] {
        let lookups = Arc::default();
        refused(&ask(&[], lying(&[addresses], &lookups), &url)[0], "is a loopback address");
        assert_eq!(lookups.load(Ordering::SeqCst), 1, "what was judged is what would be connected");
    }
    assert_eq!(inside.connections(), 0);
}

#[test]
fn a_name_that_moves_inside_is_refused_at_the_next_lookup() {
    let inside = Inside::start(EMPTY_SET);
    // stands for a public server: this name may be on loopback, but nowhere else
    let host = format!("rebind.example:{}", inside.port);
    let urls = ["one", "two"].map(|path| format!("http://{host}/{path}"));
    for moved in ["169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "::ffff:127.0.0.1"] {
        let (before, lookups) = (inside.connections(), Arc::default());
        let answers = ask(&[&host], lying(&[&["127.0.0.1"], &[moved]], &lookups), &urls);
        assert!(answers[0].as_ref().is_ok_and(Answer::serves_keys), "{answers:?}");
        refused(&answers[1], &format!("`{moved}` is an address"));
        assert_eq!(lookups.load(Ordering::SeqCst), 2, "one lookup per connection");
        assert_eq!(inside.connections() - before, 1);
    }
}

#[test]
fn public_first_and_private_second_is_judged_each_time() {
    use super::super::guard::JudgingResolver;
    use reqwest::dns::Resolve;
    let lookups = Arc::default();
    let lookup = lying(&[&["8.8.8.8"], &["10.0.0.1"]], &lookups);
    let resolver = JudgingResolver::new(Grant::Public, lookup);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let resolve = || runtime.block_on(resolver.resolve("rebind.example".parse().unwrap()));
    let first: Vec<SocketAddr> = resolve().unwrap().collect();
    assert_eq!(first, ["8.8.8.8:0".parse().unwrap()]);
    assert_eq!(resolve().err().unwrap().to_string(), "`10.0.0.1` is a private address");
}

#[test]
fn a_redirect_to_the_same_name_is_looked_up_and_judged_again() {
    let inside = Inside::start(EMPTY_SET);
    let target = format!("Location: https://rebind.example:{}/\r\n\r\n", inside.port);
    let redirect = format!("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n{target}").leak();
    let front = Inside::start(redirect);
    let host = format!("rebind.example:{}", front.port);
    let lookups = Arc::default();
    let answers = ask(&[&host], lying(&[&["127.0.0.1"]], &lookups), &[format!("http://{host}/")]);
    refused(&answers[0], "`127.0.0.1` is a loopback address");
    assert_eq!((front.connections(), inside.connections()), (1, 0));
}

#[test]
fn a_name_without_an_address_is_dns() {
    let answers = ask(&[], lying(&[&[]], &Arc::default()), &["https://nowhere.example/".to_owned()]);
    assert!(matches!(&answers[0], Err(Failure { trouble, .. }) if trouble.cause == Cause::Dns), "{answers:?}");
}
