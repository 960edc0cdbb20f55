#!/usr/bin/env bash
# The step of action.yml: one run of `idplint check` becomes annotations, a job summary, outputs and an exit code.
#
# Inputs come as INPUT_* variables, never as text of a script. Bash 3.2 (macOS) is enough. Needs no token, calls no
# API. On a pull request the workspace is a stranger's: nothing in it may choose what is run or asked.
set -euo pipefail
cd "$GITHUB_WORKSPACE"
scratch=$(mktemp -d "${RUNNER_TEMP:-/tmp}/idplint.XXXXXX")

# Ends the step with the exit code $1. The text is ours: nothing of a stranger is in it.
stop() {
    echo "::error title=idplint::$2"
    echo "exit-code=$1" >>"$GITHUB_OUTPUT"
    exit "$1"
}

# Ends as wrong usage does.
refuse() {
    stop 2 "$1"
}

# Succeeds when the input named $1 with the value $2 is true.
is_true() {
    case $2 in
        true) return 0 ;;
        false) return 1 ;;
        *) refuse "\`$1\` is neither \`true\` nor \`false\`" ;;
    esac
}

# Prints the value at the dotted path $2 of the JSON file $1; nothing where there is none.
look() {
    if command -v jq >/dev/null; then
        # jq on Windows ends lines with CR LF
        jq -r --arg path "$2" 'getpath($path / ".") // empty' "$1" | tr -d '\r'
    else
        # -I: no modules from the workspace
        python3 -I - "$1" "$2" <<'PYTHON'
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    value = json.load(file)
for name in sys.argv[2].split("."):
    value = value.get(name) if isinstance(value, dict) else None
if value is not None:
    print(value)
PYTHON
    fi
}

# Fails, so that a fork is assumed and everything is checked, when the payload cannot be read.
event() {
    look "$GITHUB_EVENT_PATH" "$1" 2>/dev/null
}

# Succeeds when the commit that is checked comes from another repository, or when nobody can tell.
from_fork() {
    local home head
    case $GITHUB_EVENT_NAME in
        pull_request*) home=pull_request.base.repo.full_name head=pull_request.head.repo.full_name ;;
        workflow_run) home=repository.full_name head=workflow_run.head_repository.full_name ;;
        *) return 1 ;;
    esac
    # A fork that was deleted has no name.
    home=$(event "$home") && head=$(event "$head") && [ -n "$home" ] && [ "$home" = "$head" ] && return 1
    return 0
}

# Finds the commit that the change is measured against, which is not the one that is checked, and sets `base` to it.
find_base() {
    if [ -n "$INPUT_BASE" ]; then
        find_named_base
    else
        case $GITHUB_EVENT_NAME in
            pull_request*) base=$(event pull_request.base.sha) ;;
            merge_group) base=$(event merge_group.base_sha) ;;
            push) base=$(event before) ;;
            *) return 1 ;;
        esac
        # The first push of a branch comes after forty zeros.
        [[ $base =~ ^[0-9a-f]{40,64}$ && ! $base =~ ^0+$ ]] || return 1
        # A checkout is shallow unless the workflow says otherwise; two trees are enough.
        in_folder cat-file -e "$base^{commit}" || in_folder fetch --quiet --no-tags --depth=1 origin "$base"
    fi && [ "$(in_folder rev-parse HEAD)" != "$base" ]
}

# Sets `base` to the commit of the input of that name: a revision that is here, or a branch that is fetched.
find_named_base() {
    base=$(in_folder rev-parse --verify --quiet "$INPUT_BASE^{commit}") && return
    # A colon would be a refspec.
    local branch=refs/heads/${INPUT_BASE#origin/}
    in_folder check-ref-format "$branch" && in_folder fetch --quiet --no-tags --depth=1 origin "$branch" &&
        base=$(in_folder rev-parse --verify --quiet "FETCH_HEAD^{commit}")
}

# Sets `place` to the path $1 of an input as it is named from the workspace on, as reports shall name it.
locate() {
    case $1 in
        /*) place=$1 ;;
        *) place=$folder/$1 ;;
    esac
}

# git, where the paths begin; what it says of a stranger's names is not told.
in_folder() {
    git -C "$folder" "$@" 2>/dev/null
}

# Succeeds when all of the last change that idplint would look at can be told.
find_changes() {
    find_base || return 1
    # Another project file may change what is said of every file.
    in_folder diff --quiet "$base" HEAD -- ':(top,glob)**/.idplint.toml' ${INPUT_CONFIG:+":(literal)$INPUT_CONFIG"} || return 1
    GIT_LITERAL_PATHSPECS=1 in_folder diff --name-only --relative -z --diff-filter=d "$base" HEAD -- \
        "${paths[@]}" >"$scratch/changed"
}

# Succeeds for names that a walk of the folder would open: a README with an example is no configuration.
is_candidate() {
    local found=1
    shopt -s nocasematch
    case ${1##*/} in
        .\#*) ;;
        *.yaml | *.yml | *.json | *.toml | *.yaml.* | *.yml.*) found=0 ;;
        *.sh | *.bash | *.mk | *.dockerfile | dockerfile.* | containerfile.*) found=0 ;;
        *.*) ;;
        *) found=0 ;;
    esac
    shopt -u nocasematch
    return $found
}

# Narrows `paths` to what has changed; their partners in pairs are idplint's to find. Names may hold anything but NUL.
narrow() {
    local name
    if ! find_changes; then
        echo "::notice title=idplint::what has changed is not known, or the project file has: everything is checked"
        return
    fi
    paths=()
    while IFS= read -r -d '' name; do
        if [ -f "$folder/$name" ] && is_candidate "$name"; then paths+=("$name"); fi
    done <"$scratch/changed"
    # What is excluded is passed over as a walk would do.
    flags+=(--force-exclude)
    require_inputs=()
}

# Succeeds when the input `changed-only` applies to this event.
narrows() {
    case $INPUT_CHANGED_ONLY in
        auto) [ "$GITHUB_EVENT_NAME" = pull_request ] ;;
        true) return 0 ;;
        false) return 1 ;;
        *) refuse "\`changed-only\` is neither \`auto\` nor \`true\` nor \`false\`" ;;
    esac
}

# The name of this runner's platform in a release.
target() {
    case ${RUNNER_OS-}-${RUNNER_ARCH-} in
        Linux-X64) echo x86_64-unknown-linux-musl ;;
        Linux-ARM64) echo aarch64-unknown-linux-musl ;;
        macOS-X64) echo x86_64-apple-darwin ;;
        macOS-ARM64) echo aarch64-apple-darwin ;;
        # Windows on ARM runs it, too.
        Windows-X64 | Windows-ARM64) echo x86_64-pc-windows-msvc ;;
        *) echo unknown ;;
    esac
}

# Prints the SHA-256 that checksums.txt knows for version $1 and target $2; nothing where it knows none.
known_sum() {
    local version target sum
    while read -r version target sum; do
        if [ "$version $target" = "$1 $2" ]; then echo "$sum"; fi
    done <"$GITHUB_ACTION_PATH/action/checksums.txt"
}

sum_of() {
    if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# Sets `binary` to that of release $1 for target $2, whose archive has the SHA-256 $3. The tool cache keeps the archive,
# and its sum is taken on every run: other jobs write there, too.
fetch_binary() {
    local name=idplint-$2.tar.gz kept=${RUNNER_TOOL_CACHE:-$scratch}/idplint/$1 sum url
    if ! cp "$kept/$name" "$scratch/$name" 2>/dev/null || [ "$(sum_of "$scratch/$name")" != "$3" ]; then
        url=$GITHUB_SERVER_URL/idplint/idplint/releases/download/v$1/$name
        # A redirect may not leave the scheme of the server, which is https.
        curl --proto "=${GITHUB_SERVER_URL%%:*}" --tlsv1.2 --fail --silent --show-error --location --max-redirs 5 \
            --retry 3 --retry-connrefused --connect-timeout 20 --max-time 300 --output "$scratch/$name" "$url" ||
            stop 3 "the release $1 for $2 cannot be fetched; run the job again, or name a \`binary\`"
        sum=$(sum_of "$scratch/$name")
        [ "$sum" = "$3" ] ||
            stop 3 "the release $1 for $2 is not what this action knows: its SHA-256 is $sum in place of $3"
        # A cache that cannot be written is no loss.
        { mkdir -p "$kept" && cp "$scratch/$name" "$kept/$name"; } || true
    fi
    mkdir "$scratch/bin"
    # tar takes the colon of a Windows path for a host.
    (cd "$scratch/bin" && tar -xzf - <"../$name")
    binary=$scratch/bin/idplint
}

# Sets `binary` to what cargo makes of this action.
build_binary() {
    # Kept between jobs where the tool cache is, or where the workflow caches that folder.
    local target=${RUNNER_TOOL_CACHE:-$scratch}/idplint
    # Not in the workspace: its .cargo/config.toml and rust-toolchain.toml would choose what is run here.
    (cd "$GITHUB_ACTION_PATH" &&
        CARGO_TARGET_DIR=$target cargo install --quiet --locked --path . --root "$scratch") >&2 ||
        stop 3 "cargo cannot build this action: it needs Rust 1.95 or later; or name a \`binary\`"
    binary=$scratch/bin/idplint
}

# Sets `binary`: the one that the workflow names, else a release with a known sum, else what cargo builds.
provide_binary() {
    local version=$INPUT_VERSION target sum
    binary=$INPUT_BINARY
    [ -z "$binary" ] || return 0
    [ -n "$version" ] || version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml")
    [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || refuse "\`version\` is three numbers, as in \`1.2.3\`"
    target=$(target)
    sum=$(known_sum "$version" "$target")
    if [ -n "$sum" ]; then
        fetch_binary "$version" "$target" "$sum"
    elif [ -n "$INPUT_VERSION" ]; then
        refuse "this action knows no sum for release $version on $target: leave \`version\` out, or take a commit that does"
    else
        build_binary
    fi
}

# The summary's limit is 1 MiB; beyond it GitHub shows nothing at all.
summarise() {
    if [ "$(wc -c <"$1")" -lt 1000000 ]; then
        cat "$1"
    else
        head -n 1 "$1"
        printf '\nThe report is too long to be shown here.\n'
    fi >>"$GITHUB_STEP_SUMMARY"
}

for name in CONFIG WORKING_DIRECTORY VERSION BASE SARIF_FILE REPORT_FILE BINARY; do
    value=INPUT_$name
    case ${!value} in *$'\n'*) refuse "\`$(tr 'A-Z_' 'a-z-' <<<"$name")\` is more than one line" ;; esac
done
folder=$INPUT_WORKING_DIRECTORY
[ -d "$folder" ] || refuse "\`working-directory\` is no folder of the workspace"

paths=()
lines=${INPUT_PATHS//$'\r'/}
while IFS= read -r path; do
    if [ -n "$path" ]; then paths+=("$path"); fi
done <<<"$lines"
[ ${#paths[@]} -gt 0 ] || refuse "\`paths\` is empty"

flags=(--no-progress --fail-on "$INPUT_FAIL_ON")
require_inputs=()
if is_true fail-on-no-inputs "$INPUT_FAIL_ON_NO_INPUTS"; then require_inputs=(--fail-on-no-inputs); fi
if narrows; then
    narrow
    if [ ${#paths[@]} -eq 0 ]; then
        echo "no file that could hold identity-provider settings has changed"
        printf '%s=0\n' exit-code findings errors warnings files >>"$GITHUB_OUTPUT"
        exit 0
    fi
fi
# Alone, `-` would be standard input.
for i in "${!paths[@]}"; do
    locate "${paths[i]}"
    paths[i]=$place
done

if [ -n "$INPUT_NETWORK" ]; then flags+=(--network "$INPUT_NETWORK"); fi
if from_fork; then
    # A stranger's tree decides neither who is asked nor what is told of it.
    flags+=(--untrusted)
    if [ -z "$INPUT_NETWORK" ]; then flags+=(--offline); fi
fi
if [ -n "$INPUT_CONFIG" ]; then
    locate "$INPUT_CONFIG"
    flags+=("--config=$place")
fi
read -r -d '' -a hosts <<<"$INPUT_ALLOW_HOSTS" || true
for host in ${hosts[@]+"${hosts[@]}"}; do flags+=("--allow-host=$host"); done
read -r -d '' -a more <<<"$INPUT_ARGS" || true
for flag in ${more[@]+"${more[@]}"}; do
    case $flag in
        --probe-device*) refuse "\`--probe-device\` asks for a device code, which is nothing for a workflow" ;;
        *) flags+=("$flag") ;;
    esac
done

report=${INPUT_REPORT_FILE:-$scratch/report.md}
flags+=("--format=json=$scratch/report.json" "--format=markdown=$report")
if is_true annotations "$INPUT_ANNOTATIONS"; then flags+=(--format=github); else flags+=(--format=human); fi
if [ -n "$INPUT_SARIF_FILE" ]; then flags+=("--format=sarif=$INPUT_SARIF_FILE"); fi

binary=
provide_binary
code=0
"$binary" check "${flags[@]}" ${require_inputs[@]+"${require_inputs[@]}"} -- "${paths[@]}" || code=$?

echo "exit-code=$code" >>"$GITHUB_OUTPUT"
# Wrong usage leaves no report.
if [ -f "$scratch/report.json" ]; then
    version=$(look "$scratch/report.json" tool.version)
    errors=$(look "$scratch/report.json" summary.errors)
    warnings=$(look "$scratch/report.json" summary.warnings)
    notes=$(look "$scratch/report.json" summary.notes)
    files=$(look "$scratch/report.json" summary.files_recognised)
    {
        echo "findings=$((errors + warnings + notes))"
        echo "errors=$errors"
        echo "warnings=$warnings"
        echo "files=$files"
        echo "version=$version"
        echo "report-file=$report"
        if [ -n "$INPUT_SARIF_FILE" ]; then echo "sarif-file=$INPUT_SARIF_FILE"; fi
    } >>"$GITHUB_OUTPUT"
    echo "idplint $version: $errors errors, $warnings warnings, $notes notes in $files files with settings"
    if is_true summary "$INPUT_SUMMARY"; then summarise "$report"; fi
fi
exit "$code"
