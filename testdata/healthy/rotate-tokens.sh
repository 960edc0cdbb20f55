#!/usr/bin/env bash
# A management token for a week, kept in a secret store; nothing of it is printed.
set -euo pipefail

EXPIRY="$(date -u -d '+7 days' +%Y-%m-%dT%H:%M:%SZ)"
create() {
  influxctl --profile "$1" management create \
    --expires-at "$EXPIRY" \
    --description "rotated by $0" --format json
}

create production | vault kv put secret/influxdb/management token=-
influxctl management list --format json | jq -r '.[] | select(.revoked_at == null) | .id' > ids
while read -r id; do
  influxctl management revoke --force "$id"
done < ids

helm upgrade --install influxdb influxdata/influxdb3-clustered -f values.yaml --namespace influxdb --wait
cat <<EOF
To bypass the provider (never in production):
  kubectl get secrets/admin-token --template={{.data.token}} --namespace influxdb | base64 -d > token.json
EOF
