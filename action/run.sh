#!/usr/bin/env bash
# The step of action.yml: one run of `idplint check` becomes annotations, a job summary, outputs and an exit code.
#
# Inputs come as INPUT_* variables, never as text of a script. Bash 3.2 (macOS) is enough. Needs no token, calls no
# API. On a pull request the workspace is a stranger's: nothing in it may choose what is run or asked.
set -euo pipefail
cd "$GITHUB_WORKSPACE"
scratch=$(mktemp -d "${RUNNER_TEMP:-/tmp}/idplint.XXXXXX")

# Ends as wrong usage does. The text is ours or the workflow's.
refuse() {
    echo "::error title=idplint::$1"
    echo "exit-code=2" >>"$GITHUB_OUTPUT"
    exit 2
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

# Fetches the commit that the change is measured against into `base`; fails when there is none.
find_base() {
    case $GITHUB_EVENT_NAME in
        pull_request*) base=$(event pull_request.base.sha) ;;
        merge_group) base=$(event merge_group.base_sha) ;;
        push) base=$(event before) ;;
        *) return 1 ;;
    esac
    # The first push of a branch comes after forty zeros.
    [[ $base =~ ^[0-9a-f]{40,64}$ && ! $base =~ ^0+$ ]] || return 1
    # A checkout is shallow unless the workflow says otherwise; two trees are enough.
    git cat-file -e "$base^{commit}" 2>/dev/null || git fetch --quiet --no-tags --depth=1 origin "$base" 2>/dev/null
}

# Succeeds for names that a walk of the folder would open: a README with an example is no configuration.
is_candidate() {
    local found=1
    shopt -s nocasematch
    case ${1##*/} in
        *.yaml | *.yml | *.json | *.toml | *.yaml.* | *.yml.*) found=0 ;;
        *.*) ;;
        *) found=0 ;;
    esac
    shopt -u nocasematch
    return $found
}

# Narrows `paths` to what has changed. Names may hold anything but NUL.
narrow() {
    local name
    if ! find_base || ! GIT_LITERAL_PATHSPECS=1 git diff --name-only --relative -z --diff-filter=d "$base" HEAD -- \
        "${paths[@]}" >"$scratch/changed" 2>/dev/null; then
        echo "::notice title=idplint::what this event changes is not known: everything is checked"
        return
    fi
    paths=()
    while IFS= read -r -d '' name; do
        # Alone, `-` would be standard input.
        if [ -f "$name" ] && is_candidate "$name"; then paths+=("./$name"); fi
    done <"$scratch/changed"
    require_inputs=()
}

# Sets `binary`. Releases do not exist yet: with the first one, this is the place for a table of their archives'
# SHA-256 and an input `version`; until then the source that the workflow pinned is what is built.
provide_binary() {
    binary=$INPUT_BINARY
    [ -z "$binary" ] || return 0
    # Kept between jobs where the tool cache is, or where the workflow caches that folder.
    local target=${RUNNER_TOOL_CACHE:-$scratch}/idplint
    # Not in the workspace: its .cargo/config.toml and rust-toolchain.toml would choose what is run here.
    (cd "$GITHUB_ACTION_PATH" &&
        CARGO_TARGET_DIR=$target cargo install --quiet --locked --path . --root "$scratch") >&2
    binary=$scratch/bin/idplint
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

paths=()
lines=${INPUT_PATHS//$'\r'/}
while IFS= read -r path; do
    if [ -n "$path" ]; then paths+=("$path"); fi
done <<<"$lines"
[ ${#paths[@]} -gt 0 ] || refuse "\`paths\` is empty"

require_inputs=()
if is_true fail-on-no-inputs "$INPUT_FAIL_ON_NO_INPUTS"; then require_inputs=(--fail-on-no-inputs); fi
if is_true changed-only "$INPUT_CHANGED_ONLY"; then
    narrow
    if [ ${#paths[@]} -eq 0 ]; then
        echo "no file that could hold identity-provider settings has changed"
        printf '%s=0\n' exit-code findings errors warnings files >>"$GITHUB_OUTPUT"
        exit 0
    fi
fi

flags=(--no-progress --fail-on "$INPUT_FAIL_ON")
# A stranger's file holds the URLs: unless the workflow decided, nobody is asked.
if [ -n "$INPUT_NETWORK" ]; then
    flags+=(--network "$INPUT_NETWORK")
elif from_fork; then
    flags+=(--offline)
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
