//! The program against a provider that does every wrong thing: each gives its cause and only it, in time and space.

#[path = "../e2e/misbehaving/mod.rs"]
mod misbehaving;
#[path = "support/provider.rs"]
mod provider;

use misbehaving::{Provider, Row, Says};
use provider::Authority;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};
use url::Url;

/// `--timeout` of each run.
const LIMIT: Duration = Duration::from_secs(3);
/// What starting, judging and writing may take beyond, on a machine that does sixteen runs at once.
const GRACE: Duration = Duration::from_secs(2);
/// Peak of resident memory.
const MOST_KIB: u64 = 64 * 1024;
const AT_ONCE: usize = 16;
const FORMATS: [&str; 4] = ["human", "concise", "json", "github"];
/// They speak about loopback and plain HTTP, which is where these servers are.
const ABOUT_LOOPBACK: &str = "endpoint-on-loopback,plain-http-endpoint";
/// A host that could be anywhere.
const PUBLIC: &str = "sso.acme.io";

const VALUES: &str = "catalog: {dsn: {SecretName: dsn, SecretKey: dsn}}\nobjectStore: {bucket: b}\nadmin:\n  \
    identityProvider: acme\n  jwksEndpoint: URL\n  dsn: {valueFrom: {secretKeyRef: {name: dsn, key: dsn}}}\n  \
    users:\n    - id: 8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e\n      firstName: Ada\n      lastName: Lovelace\n      \
    email: ada@acme.io\n";

/// One run of the program on one row.
struct Run<'a> {
    row: &'a Row,
    url: String,
    network: &'static str,
}

/// What it came to.
struct Ran {
    code: Option<i32>,
    /// The reports, in the order of [`FORMATS`], and what went to stderr.
    said: Vec<String>,
    elapsed: Duration,
    /// `None` where the system does not tell.
    peak_kib: Option<u64>,
}

/// The extremes of all runs, with their rows.
#[derive(Debug, Default)]
struct Most {
    elapsed: (Duration, &'static str),
    kib: (u64, &'static str),
}

impl Most {
    fn note(&mut self, row: &'static str, ran: &Ran) {
        self.elapsed = self.elapsed.max((ran.elapsed, row));
        self.kib = self.kib.max((ran.peak_kib.unwrap_or_default(), row));
    }
}

#[test]
fn each_fault_gives_its_cause_and_only_it() {
    let ca = Authority::new("ours");
    let provider = Provider::start(&ca);
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("ca.pem");
    fs::write(&ca_file, ca.pem()).unwrap();
    let runs: Vec<Run> =
        provider.rows.iter().enumerate().flat_map(|(number, row)| runs(row, &provider.urls(number))).collect();
    let began = Instant::now();
    let (next, wrong, most) =
        (Mutex::new(runs.iter().enumerate()), Mutex::new(Vec::new()), Mutex::new(Most::default()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let taken = next.lock().unwrap().next();
                    let Some((number, run)) = taken else { return };
                    let folder = folder.path().join(number.to_string());
                    let ran = run.start(&folder, &ca_file);
                    let faults = run.faults(&folder, &ran);
                    let name = format!("{} ({}, --network {})", run.row.name, run.url, run.network);
                    wrong.lock().unwrap().extend(faults.iter().map(|fault| format!("{name}: {fault}")));
                    most.lock().unwrap().note(run.row.name, &ran);
                }
            });
        }
    });
    let (wrong, most) = (wrong.into_inner().unwrap(), most.into_inner().unwrap());
    let (rows, runs) = (provider.rows.len(), runs.len());
    println!("{rows} rows, {runs} runs in {:.1?}; at most {most:?}", began.elapsed());
    if most.kib.0 == 0 {
        eprintln!("skipped: this system tells no peak of memory");
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(provider.trap.connections(), 0, "a redirect was followed");
}

/// Each row twice: what it comes to is the same, the exit code is not.
fn runs<'a>(row: &'a Row, urls: &[String]) -> [Run<'a>; 2] {
    let (first, last) = (urls.first().unwrap().clone(), urls.last().unwrap().clone());
    [Run { row, url: first, network: "auto" }, Run { row, url: last, network: "require" }]
}

impl Run<'_> {
    fn start(&self, folder: &Path, ca_file: &Path) -> Ran {
        fs::create_dir(folder).unwrap();
        let values = write_values(folder, &self.url);
        let mut command = Command::new(env!("CARGO_BIN_EXE_idplint"));
        command.args([
            "--network",
            self.network,
            "--timeout",
            &LIMIT.as_secs().to_string(),
            "--ignore",
            ABOUT_LOOPBACK,
        ]);
        command
            .args(["--verbose", "--allow-host", &host(&self.url), "--ca-file"])
            .arg(ca_file)
            .arg("--record")
            .arg(folder);
        command.args(FORMATS.map(|format| format!("--format={format}={}", folder.join(format).display())));
        command.arg(values).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let began = Instant::now();
        let mut child = command.spawn().unwrap();
        let mut peak_kib = None;
        while child.try_wait().unwrap().is_none() {
            peak_kib = peak_of(child.id()).max(peak_kib);
            if began.elapsed() > LIMIT + GRACE {
                child.kill().unwrap();
            }
            thread::sleep(Duration::from_millis(3));
        }
        let elapsed = began.elapsed();
        let output = child.wait_with_output().unwrap();
        let mut said = FORMATS.map(|format| fs::read_to_string(folder.join(format)).unwrap_or_default()).to_vec();
        said.push(String::from_utf8(output.stderr).unwrap());
        Ran { code: output.status.code(), said, elapsed, peak_kib }
    }

    /// What is wrong about it.
    fn faults(&self, folder: &Path, ran: &Ran) -> Vec<String> {
        let mut faults: Vec<String> = FORMATS
            .iter()
            .chain(&["stderr"])
            .zip(&ran.said)
            .filter_map(|(name, text)| speaks_to_machines(name, text))
            .collect();
        if ran.elapsed > LIMIT + GRACE {
            faults.push(format!("took {:.1?}", ran.elapsed));
        }
        if ran.peak_kib.is_some_and(|peak| peak > MOST_KIB) {
            faults.push(format!("took {:?} KiB", ran.peak_kib));
        }
        // What `-v` tells is no progress.
        if !ran.said.last().unwrap().lines().all(|line| line.starts_with("read ")) {
            faults.push(format!("stderr is no terminal, and yet: {:?}", ran.said.last()));
        }
        let said = verdict(&ran.said[2]);
        let (expected, code) = self.expected();
        if said != expected || ran.code != Some(code) {
            faults.push(format!("expected {expected:?}, exit {code}; exit {:?}, {said:?}\n{}", ran.code, ran.said[0]));
        }
        let mut all = ran.said.concat();
        if let Says::FindsInPublic(rule) = self.row.says {
            let (again, report) = self.judged_in_public(folder);
            all += &report;
            if again != [rule] {
                faults.push(format!("expected {rule} about a public host; {again:?}\n{report}"));
            }
        }
        if self.row.name.starts_with("evil-") && !all.contains("evil") {
            faults.push("the hostile text was not seen, so nothing was tested".to_owned());
        }
        if all.contains("cGxhbnRlZA") || all.contains("planted") {
            faults.push(format!("a secret is told\n{all}"));
        }
        faults
    }

    fn expected(&self) -> (Vec<&str>, i32) {
        match (self.row.says, self.network) {
            (Says::Nothing | Says::FindsInPublic(_), _) => (Vec::new(), 0),
            (Says::Finds(rule), _) => (vec![rule], 1),
            (Says::Incomplete(cause), "require") => (vec![cause], 3),
            (Says::Incomplete(cause), _) => (vec![cause], 0),
        }
    }

    /// Judges what was learnt in this run as if the host had been a public one.
    fn judged_in_public(&self, folder: &Path) -> (Vec<String>, String) {
        let facts = fs::read_to_string(folder.join("facts.json")).unwrap();
        let origin = format!("{}://{}", self.url.split(':').next().unwrap(), host(&self.url));
        let facts = facts.replace(&origin, &format!("https://{PUBLIC}")).replace(&host(&self.url), PUBLIC);
        fs::write(folder.join("facts.json"), facts).unwrap();
        let values = write_values(folder, &self.url.replace(&origin, &format!("https://{PUBLIC}")));
        let output = Command::new(env!("CARGO_BIN_EXE_idplint"))
            .args(["--format=json", "--replay"])
            .arg(folder)
            .arg(values)
            .output()
            .unwrap();
        let report = String::from_utf8(output.stdout).unwrap();
        (verdict(&report), report)
    }
}

/// Rules and causes.
fn verdict(report: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let words = |list: &str, word: &str| -> Vec<String> {
        let list = report[list].as_array().cloned().unwrap_or_else(|| panic!("no report: {report}"));
        list.iter().map(|entry| entry[word].as_str().unwrap().to_owned()).collect()
    };
    [words("findings", "rule"), words("incomplete", "cause")].concat()
}

/// What in a report a terminal, a reader or a runner would take for something else than text.
fn speaks_to_machines(format: &str, text: &str) -> Option<String> {
    let moves = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
    };
    let is_ours = |line: &str| {
        format == "github"
            && line.contains("title=idplint (")
            && ["::error file=", "::warning ", "::notice "].iter().any(|ours| line.starts_with(ours))
    };
    let commands = ["##[", "##vso[", "##teamcity["];
    let bad = |line: &&str| {
        line.contains(moves)
            || commands.iter().any(|command| line.contains(command))
            || (line.trim_start().starts_with("::") && !is_ours(line))
    };
    text.lines().find(bad).map(|line| format!("{format} says {line:?}"))
}

fn write_values(folder: &Path, url: &str) -> PathBuf {
    let path = folder.join("values.yaml");
    fs::write(&path, VALUES.replace("URL", url)).unwrap();
    path
}

/// HOST:PORT.
fn host(url: &str) -> String {
    let url = Url::parse(url).unwrap();
    format!("{}:{}", url.host_str().unwrap(), url.port().unwrap())
}

/// The most memory that a process held so far, where the system tells (Linux: `VmHWM`).
fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
