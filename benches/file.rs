//! Reading one AppInstance of 15 KB, most of it comments: the parser's events alone, and our tree.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use idplint::input::scalar::Reader;
use idplint::input::yaml;
use idplint::source::Source;

const SIZE: usize = 15_000;

fn main() {
    let text = app_instance();
    let source = Source::new("app-instance.yaml", text.as_str());
    assert!(yaml::read(&source, Reader::Kubectl).1.is_none(), "the benchmark's own manifest must be readable");
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("AppInstance of 15 KB");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("events", |bench| bench.iter(|| events(black_box(&text))));
    group.bench_function("tree", |bench| bench.iter(|| yaml::read(black_box(&source), Reader::Kubectl)));
    group.finish();
    criterion.final_summary();
}

/// What the parser alone makes of the text.
fn events(text: &str) -> usize {
    let mut parser = granit_parser::Parser::new_from_str(text);
    let mut count = 0;
    while let Some(Ok(event)) = parser.next_event() {
        black_box(&event);
        count += 1;
    }
    count
}

/// A manifest as people keep them: seven lines in ten explain the other three.
fn app_instance() -> String {
    let mut text = String::from(HEAD);
    let mut number = 0;
    while text.len() < SIZE {
        number += 1;
        let _ = write!(
            text,
            r"        # Component number {number} of the cluster. Leave its size alone
        # until the dashboards show that it is busy for most of the day;
        # a larger one costs memory on every node, and a smaller one
        # makes writes wait. The request and the limit of the memory
        # should be the same number, or the node may take it away.
        # Ask the platform team before you go beyond 16 GiB.
        component-{number}:
          # a whole number of cores keeps it away from its neighbours
          requests: {{cpu: {cpu}, memory: {memory}Gi}}
          # limits: {{memory: {memory}Gi}}
          replicas: 3
",
            cpu = number % 8 + 1,
            memory = number % 16 + 1,
        );
    }
    text
}

const HEAD: &str = r"# The database cluster of the shop. One manifest is one cluster.
apiVersion: kubecfg.dev/v1alpha1
kind: AppInstance
metadata:
  name: influxdb
  namespace: influxdb
spec:
  imagePullSecrets:
    - name: registry
  package:
    image: registry.example.com/clustered/influxdb:20260421-2022186
    apiVersion: influxdata.com/v1alpha1
    spec:
      admin:
        # Who may sign in, and who vouches for them.
        identityProvider: keycloak
        # The keys that sign the tokens. Everybody is locked out when
        # this address answers with anything but a set of keys.
        jwksEndpoint: https://login.example.com/realms/shop/protocol/openid-connect/certs
        users:
          - id: 00000000-0000-4000-8000-000000000001
            firstName: Ada
            lastName: Example
            email: ada@example.com
      resources:
";
