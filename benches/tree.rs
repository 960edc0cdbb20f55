//! Finding among 10,000 files, against a bare parallel walk that reads every byte: at most 1.5 times its time.
//!
//! `cargo bench --bench tree` prints the ratio once, measured in alternating rounds, then criterion's numbers.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use criterion::Criterion;
use idplint::input::discover::{Found, Request, find};
use ignore::{WalkBuilder, WalkState};

const FILES: usize = 10_000;
/// One file in so many is ours.
const OURS_EVERY: usize = 20;
const FILES_PER_FOLDER: usize = 25;
const ROUNDS: usize = 21;
const LIMIT: f64 = 1.5;

fn main() -> io::Result<()> {
    let tree = tempfile::tempdir()?;
    plant(tree.path(), FILES, 0x1d91)?;
    print_ratio(tree.path())?;
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let mut group = criterion.benchmark_group("tree of 10,000 files");
    group.bench_function("bare walk", |bench| bench.iter(|| bare_walk(tree.path())));
    group.bench_function("find", |bench| bench.iter(|| find_in(tree.path())));
    group.finish();
    criterion.final_summary();
    Ok(())
}

/// The yardstick: a parallel walk whose threads read each file into a buffer of their own.
fn bare_walk(root: &Path) -> u64 {
    let bytes = AtomicU64::new(0);
    WalkBuilder::new(root).build_parallel().run(|| {
        let mut buffer = Vec::new();
        let bytes = &bytes;
        Box::new(move |entry| {
            let file = entry.ok().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
            buffer.clear();
            let read = file.and_then(|entry| File::open(entry.path()).ok()?.read_to_end(&mut buffer).ok());
            black_box(&buffer);
            bytes.fetch_add(read.unwrap_or_default() as u64, Ordering::Relaxed);
            WalkState::Continue
        })
    });
    bytes.into_inner()
}

fn find_in(root: &Path) -> Found {
    find(&Request { paths: vec![root.to_owned()], ..Request::default() }, &mut io::empty())
}

fn print_ratio(root: &Path) -> io::Result<()> {
    let bytes = bare_walk(root);
    let found = find_in(root);
    assert_eq!((found.checked, found.files.len()), (FILES, FILES / OURS_EVERY));
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(time(|| bare_walk(root)));
        ours.push(time(|| find_in(root)));
    }
    let (bare, ours) = (median(bare), median(ours));
    let ratio = ours.as_secs_f64() / bare.as_secs_f64();
    let mut out = io::stdout().lock();
    writeln!(out, "{FILES} files, {} KiB, {} of them ours", bytes >> 10, found.files.len())?;
    writeln!(out, "bare walk {bare:.1?}, find {ours:.1?}: {ratio:.2} times (median of {ROUNDS}, limit {LIMIT})")
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// A generator of numbers that is the same on every machine (SplitMix64, Steele et al. 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0, less than `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// Writes `count` YAML files of 1 to 6 KiB below `root`, a repository with an ignore file.
fn plant(root: &Path, count: usize, seed: u64) -> io::Result<()> {
    let mut random = Random(seed);
    fs::create_dir(root.join(".git"))?;
    fs::write(root.join(".gitignore"), "*.log\n/target/\nnode_modules/\n*.secret.yaml\n")?;
    for number in 0..count {
        let folder = number / FILES_PER_FOLDER;
        let folder = root.join(format!("clusters/region-{}/team-{folder}", folder % 8));
        if number % FILES_PER_FOLDER == 0 {
            fs::create_dir_all(&folder)?;
        }
        let size = 1024 + random.below(5 * 1024) as usize;
        let text = if number % OURS_EVERY == 0 { ours(&mut random, size) } else { foreign(&mut random, size) };
        fs::write(folder.join(format!("app-{number}.yaml")), text)?;
    }
    Ok(())
}

fn foreign(random: &mut Random, size: usize) -> String {
    let block = [manifest, grafana_values, workflow][random.below(3) as usize];
    let mut text = String::new();
    while text.len() < size {
        let _ = block(&mut text, random.below(10_000));
    }
    text
}

fn ours(random: &mut Random, size: usize) -> String {
    let mut text = foreign(random, size.saturating_sub(400));
    let tenant = random.below(10_000);
    let _ = write!(
        text,
        "---\nadmin:\n  identityProvider: keycloak\n  jwksEndpoint: https://login.example.com/realms/r{tenant}/protocol/openid-connect/certs\n  users:\n    - id: 00000000-0000-4000-8000-00000000{tenant:04}\n      firstName: Ada\n      lastName: Example\n      email: ada@example.com\n"
    );
    text
}

fn manifest(text: &mut String, id: u64) -> std::fmt::Result {
    write!(
        text,
        r#"---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-{id}
  namespace: shop
  labels: {{app.kubernetes.io/name: web-{id}, app.kubernetes.io/part-of: shop}}
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: web-{id}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: web-{id}
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: registry.example.com/shop/web:1.{id}.0
          ports: [{{containerPort: 8080, name: http}}]
          env:
            - name: DATABASE_URL
              valueFrom: {{secretKeyRef: {{name: database, key: url}}}}
          readinessProbe:
            httpGet: {{path: /ready, port: http}}
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
            limits: {{memory: 256Mi}}
"#
    )
}

fn grafana_values(text: &mut String, id: u64) -> std::fmt::Result {
    write!(
        text,
        r#"---
# dashboards of team {id}
admin:
  existingSecret: grafana-admin-{id}
  userKey: admin-user
  passwordKey: admin-password
ingress:
  enabled: true
  hosts: [grafana-{id}.example.com]
grafana.ini:
  server:
    root_url: https://grafana-{id}.example.com
  auth.generic_oauth:
    enabled: true
    client_id: grafana
    auth_url: https://login.example.com/authorize
    token_url: https://login.example.com/token
    # groups become roles
    role_attribute_path: contains(groups[*], 'admins') && 'Admin' || 'Viewer'
persistence:
  enabled: true
  size: 10Gi
"#
    )
}

fn workflow(text: &mut String, id: u64) -> std::fmt::Result {
    write!(
        text,
        r#"---
name: build {id}
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
  id-token: write
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        version: ["1.{id}", "2.0"]
    steps:
      - uses: actions/checkout@v4
      - name: install
        run: |
          make deps VERSION=${{{{ matrix.version }}}}
          make build
      - name: test
        run: make test
        env:
          TOKEN: ${{{{ secrets.TOKEN }}}}
"#
    )
}
