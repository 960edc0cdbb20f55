//! The law of finding: what a run reads, what it passes over, and that no thread decides the order.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use idplint::facts::Cause;
use idplint::input::MAX_FILE_BYTES;
use idplint::input::discover::{Found, Reason, Request, find};
use tempfile::TempDir;

const OURS: &str = "admin:\n  identityProvider: keycloak\n";

fn tree(files: &[(&str, &str)]) -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(tree.path(), name, text.as_bytes());
    }
    tree
}

fn write(root: &Path, name: &str, bytes: &[u8]) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn find_paths(paths: &[PathBuf]) -> Found {
    find(&Request { paths: paths.to_vec(), ..Request::default() }, &mut io::empty())
}

fn find_in(tree: &TempDir, names: &[&str]) -> Found {
    find_paths(&names.iter().map(|name| tree.path().join(name)).collect::<Vec<_>>())
}

/// Shown names below the tree.
fn names(tree: &TempDir, found: &Found) -> Vec<String> {
    let root = format!("{}/", tree.path().display());
    found.files.iter().map(|file| file.source.name().replace(&root, "")).collect()
}

/// Writes a text that grows to `size` bytes without filling the disk.
fn sparse(path: &Path, head: &str, size: u64) {
    let mut file = fs::File::create(path).unwrap();
    file.write_all(head.as_bytes()).unwrap();
    file.write_all(&[b'\n'; 8 << 10]).unwrap();
    file.set_len(size).unwrap();
}

#[test]
fn a_walk_opens_yaml_names_and_keeps_what_holds_a_marker() {
    let tree = tree(&[
        ("values.yaml", OURS),
        ("a/VALUES.YML", OURS),
        ("a/b/app.json", r#"{"apiVersion": "kubecfg.dev/v1alpha1"}"#),
        ("plain", OURS),
        ("values.yaml.dist", OURS),
        ("README.md", OURS),
        ("main.tf", OURS),
        ("foreign.yaml", "admin:\n  password: x\n"),
    ]);
    let found = find_in(&tree, &["."]);
    assert_eq!(names(&tree, &found), ["a/VALUES.YML", "a/b/app.json", "plain", "values.yaml", "values.yaml.dist"]);
    assert_eq!(found.checked, 6);
    assert!(found.skipped.is_empty() && found.troubles.is_empty());
    assert!(found.files.iter().all(|file| !file.named && file.encoding_error.is_none()));
    assert_eq!(found.files[3].path.as_deref(), Some(&*tree.path().join("./values.yaml")));
}

#[test]
fn misspelt_keys_pass_the_sniff() {
    for key in ["jwksEndPoint", "jwks_endpoint", "JWKSEndpoint", "identityprovider", "IDENTITY_PROVIDER"] {
        let tree = tree(&[("values.yaml", &format!("admin:\n  {key}: x\n"))]);
        assert_eq!(find_in(&tree, &["."]).files.len(), 1, "{key}");
    }
}

#[test]
fn a_named_file_is_read_whatever_its_name_and_told_about_when_it_is_not_ours() {
    let tree = tree(&[("notes.md", OURS), ("empty.yaml", " \n"), ("other.yaml", "a: 1\n"), ("bin.yaml", "a\0b")]);
    let found = find_in(&tree, &["notes.md", "empty.yaml", "other.yaml", "bin.yaml"]);
    assert_eq!(names(&tree, &found), ["notes.md"]);
    assert!(found.files[0].named);
    let reasons: Vec<Reason> = found.skipped.iter().map(|skipped| skipped.reason).collect();
    assert_eq!(reasons, [Reason::Binary, Reason::Empty, Reason::NoSettings]);
    assert_eq!(found.checked, 4);
    assert!(find_in(&tree, &["."]).skipped.is_empty(), "a walk is silent about what is not ours");
}

#[test]
fn named_files_are_kept_without_a_marker_on_request() {
    let tree = tree(&[("layer.yaml", "admin: {users: []}\n"), ("walked/other.yaml", "a: 1\n")]);
    let paths = vec![tree.path().join("layer.yaml"), tree.path().join("walked")];
    let found = find(&Request { paths, keep_named: true, ..Request::default() }, &mut io::empty());
    assert_eq!(names(&tree, &found), ["layer.yaml"]);
}

#[test]
fn shown_names_have_no_dot_parts() {
    let tree = tree(&[("deploy/values.yaml", OURS)]);
    let expected = format!("{}/deploy/values.yaml", tree.path().display());
    for name in ["./deploy/./values.yaml", "./deploy/", "."] {
        assert_eq!(find_in(&tree, &[name]).files[0].source.name(), expected, "{name}");
    }
}

#[test]
fn ignore_files_are_obeyed_by_walks_and_not_by_names() {
    let tree = tree(&[(".ignore", "private.yaml\n"), ("private.yaml", OURS), ("sub/values.yaml", OURS)]);
    assert_eq!(names(&tree, &find_in(&tree, &["."])), ["sub/values.yaml"], ".ignore needs no repository");
    fs::create_dir(tree.path().join(".git")).unwrap();
    write(tree.path(), ".gitignore", b"sub/values.yaml\n");
    assert!(find_in(&tree, &["."]).files.is_empty());
    assert!(find_in(&tree, &["sub"]).files.is_empty(), "the rules of folders above count");
    assert_eq!(find_in(&tree, &["sub/values.yaml"]).files.len(), 1);
}

#[test]
fn hidden_folders_are_skipped_but_for_those_of_pipelines() {
    let tree = tree(&[
        (".github/workflows/deploy.yml", OURS),
        (".git/config.yaml", OURS),
        (".terraform/values.yaml", OURS),
        (".argocd-source.yaml", OURS),
        (".bashrc", OURS),
    ]);
    assert_eq!(names(&tree, &find_in(&tree, &["."])), [".argocd-source.yaml", ".github/workflows/deploy.yml"]);
    assert_eq!(find_in(&tree, &[".terraform"]).files.len(), 1, "a folder that is named is walked");
}

#[test]
fn a_file_is_judged_once_however_often_it_is_given() {
    let tree = tree(&[("sub/values.yaml", OURS)]);
    let found = find_in(&tree, &[".", "sub", "sub/../sub/values.yaml", "sub/values.yaml", "sub/../sub"]);
    assert_eq!(names(&tree, &found), ["sub/../sub/values.yaml"]);
    assert!(found.files[0].named);
    assert_eq!(found.checked, 1);
}

#[test]
#[cfg(unix)]
fn links_lead_to_files_once_and_to_folders_never() {
    use std::os::unix::fs::symlink;
    let outside = tree(&[("far/values.yaml", OURS), ("near.yaml", OURS)]);
    let tree = tree(&[("real.yaml", OURS), ("sub/keep.yaml", "a: 1\n")]);
    symlink(tree.path(), tree.path().join("sub/loop")).unwrap();
    symlink(outside.path().join("far"), tree.path().join("out.yaml")).unwrap();
    symlink("real.yaml", tree.path().join("alias.yaml")).unwrap();
    symlink(outside.path().join("near.yaml"), tree.path().join("b.yaml")).unwrap();
    symlink("../b.yaml", tree.path().join("sub/a.yaml")).unwrap();
    symlink("self.yaml", tree.path().join("self.yaml")).unwrap();
    let found = find_in(&tree, &["."]);
    assert_eq!(names(&tree, &found), ["b.yaml", "real.yaml"]);
    assert_eq!(found.checked, 3);
    assert_eq!(found.troubles.len(), 1, "a link to itself cannot be read");
    assert!(found.troubles[0].host.ends_with("self.yaml"));
    assert_eq!(names(&tree, &find_in(&tree, &["sub/loop"])), ["sub/loop/b.yaml", "sub/loop/real.yaml"]);
}

#[test]
#[cfg(unix)]
fn a_link_to_nothing_is_a_trouble_of_that_file_alone() {
    use std::os::unix::fs::symlink;
    let tree = tree(&[("values.yaml", OURS)]);
    symlink("gone.yaml", tree.path().join("broken.yaml")).unwrap();
    symlink("gone", tree.path().join("result")).unwrap();
    symlink("host:123", tree.path().join(".#values.yaml")).unwrap();
    let found = find_in(&tree, &["."]);
    assert_eq!(names(&tree, &found), ["values.yaml"]);
    assert_eq!(found.troubles.len(), 1);
    assert_eq!(found.troubles[0].cause, Cause::Unreadable);
    assert!(found.troubles[0].message.ends_with("broken.yaml`: the link leads to nothing"));
    assert_eq!(find_in(&tree, &[".", "."]).troubles.len(), 1, "told once");
}

#[test]
fn a_missing_path_is_told_in_words() {
    let tree = tree(&[("values.yaml", OURS)]);
    let found = find_in(&tree, &["gone.yaml", "values.yaml", "gone.yaml", "values.yaml/x"]);
    assert_eq!(found.files.len(), 1);
    assert_eq!(found.troubles.len(), 2);
    assert!(found.troubles[0].message.ends_with("gone.yaml`: no such file or folder"));
    #[cfg(unix)]
    assert!(found.troubles[1].message.ends_with("x`: not a directory"), "{:?}", found.troubles[1]);
}

#[test]
#[cfg(unix)]
fn an_unreadable_file_or_folder_does_not_end_the_run() {
    use std::os::unix::fs::PermissionsExt;
    let tree = tree(&[("values.yaml", OURS), ("locked.yaml", OURS), ("locked/values.yaml", OURS)]);
    for name in ["locked.yaml", "locked"] {
        fs::set_permissions(tree.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if fs::read(tree.path().join("locked.yaml")).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let found = find_in(&tree, &["."]);
    fs::set_permissions(tree.path().join("locked"), fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(names(&tree, &found), ["values.yaml"]);
    assert_eq!(found.troubles.len(), 2);
    assert!(found.troubles.iter().all(|trouble| trouble.message.ends_with("`: permission denied")));
}

#[test]
#[cfg(unix)]
fn file_modes_and_names_that_are_not_utf8_are_told() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::PermissionsExt;
    let tree = tempfile::tempdir().unwrap();
    let path = tree.path().join(std::ffi::OsStr::from_bytes(b"v\xff.yaml"));
    if fs::write(&path, OURS).is_err() {
        eprintln!("skipped: this file system takes UTF-8 names only");
        return;
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let found = find_in(&tree, &["."]);
    assert_eq!(names(&tree, &found), ["v\u{fffd}.yaml"]);
    assert_eq!(found.files[0].mode, Some(0o640));
    assert!(found.files[0].path.as_deref().unwrap().exists());
}

#[test]
fn large_files_are_not_read_whole() {
    let tree = tempfile::tempdir().unwrap();
    sparse(&tree.path().join("ours.yaml"), OURS, 50 << 20);
    sparse(&tree.path().join("foreign.yaml"), "a: 1\n", 50 << 20);
    let walked = find_in(&tree, &["."]);
    assert!(walked.files.is_empty() && walked.skipped.is_empty());
    assert_eq!(walked.troubles.len(), 1);
    assert_eq!(walked.troubles[0].cause, Cause::TooLarge);
    assert!(walked.troubles[0].message.ends_with("ours.yaml` is larger than 8 MiB and was not checked"));
    assert_eq!(find_in(&tree, &["foreign.yaml"]).troubles.len(), 1, "a named file is told about");
}

#[test]
fn a_file_of_exactly_the_limit_is_read() {
    let tree = tempfile::tempdir().unwrap();
    let limit = usize::try_from(MAX_FILE_BYTES).unwrap();
    let mut text = OURS.as_bytes().to_vec();
    text.resize(limit, b'\n');
    write(tree.path(), "full.yaml", &text);
    text.push(b'\n');
    write(tree.path(), "over.yaml", &text);
    let found = find_in(&tree, &["."]);
    assert_eq!(names(&tree, &found), ["full.yaml"]);
    assert_eq!(found.files[0].source.text().len(), limit);
    assert_eq!(found.troubles.len(), 1);
}

#[test]
fn utf16_is_told_when_it_seems_to_be_ours() {
    let tree = tempfile::tempdir().unwrap();
    let little = |text: &str| -> Vec<u8> {
        [b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
    };
    write(tree.path(), "ours.yaml", &little(OURS));
    write(tree.path(), "foreign.yaml", &little("a: 1\n"));
    write(
        tree.path(),
        "big.yaml",
        &[b"\xfe\xff".to_vec(), OURS.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
    );
    let found = find_in(&tree, &["."]);
    assert!(found.files.is_empty());
    assert_eq!(found.skipped.len(), 2);
    assert!(found.skipped.iter().all(|skipped| skipped.reason == Reason::Utf16));
    assert_eq!(Reason::Utf16.words(), "it is UTF-16; write UTF-8");
    assert_eq!(find_in(&tree, &["foreign.yaml"]).skipped[0].reason, Reason::Utf16);
}

#[test]
fn bytes_that_are_not_utf8_are_replaced_and_their_place_is_told() {
    let tree = tempfile::tempdir().unwrap();
    write(tree.path(), "values.yaml", b"jwks: \xe4\n");
    let found = find_in(&tree, &["."]);
    assert_eq!(found.files[0].encoding_error, Some(6));
    assert_eq!(found.files[0].source.text(), "jwks: \u{fffd}\n");
}

#[test]
fn the_order_is_the_same_in_every_run() {
    let tree = tempfile::tempdir().unwrap();
    for number in 0..200 {
        write(tree.path(), &format!("{}/{number}.yaml", number % 7), OURS.as_bytes());
    }
    let first = names(&tree, &find_in(&tree, &["."]));
    assert_eq!(first.len(), 200);
    assert!(first.is_sorted());
    for _ in 0..20 {
        assert_eq!(names(&tree, &find_in(&tree, &["."])), first);
    }
}

#[test]
fn standard_input_is_read_once_under_the_name_it_is_given() {
    let request = |name: Option<&str>| Request {
        paths: vec!["-".into(), "-".into()],
        stdin_name: name.map(str::to_owned),
        ..Request::default()
    };
    let found = find(&request(None), &mut OURS.as_bytes());
    assert_eq!(found.files.len(), 1);
    assert_eq!(found.files[0].source.name(), "<stdin>");
    assert_eq!((found.files[0].named, found.files[0].path.as_deref()), (true, None));
    let found = find(&request(Some("./deploy/values.yaml")), &mut OURS.as_bytes());
    assert_eq!(found.files[0].source.name(), "deploy/values.yaml");
    let found = find(&request(None), &mut io::empty());
    assert_eq!((found.files.len(), found.skipped[0].reason, found.checked), (0, Reason::Empty, 1));
    let found = find(&request(None), &mut io::repeat(b'a'));
    assert_eq!(found.troubles[0].cause, Cause::TooLarge);
}

#[test]
fn the_text_on_standard_input_stands_for_its_file() {
    let tree = tree(&[("values.yaml", OURS)]);
    let path = tree.path().join("values.yaml");
    let stdin_name = Some(path.display().to_string());
    let request = Request { paths: vec!["-".into(), tree.path().into()], stdin_name, ..Request::default() };
    let found = find(&request, &mut "jwks: edited\n".as_bytes());
    assert_eq!(found.files.len(), 1);
    assert_eq!(found.files[0].source.text(), "jwks: edited\n");
}

#[test]
fn standard_input_that_breaks_is_a_trouble() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::from_raw_os_error(5))
        }
    }
    let found = find(&Request { paths: vec!["-".into()], ..Request::default() }, &mut Broken);
    assert_eq!((found.checked, found.troubles[0].cause), (0, Cause::Unreadable));
    assert!(found.troubles[0].message.starts_with("could not read `<stdin>`: "));
    assert!(!found.troubles[0].message.contains("os error"));
}
