#!/usr/bin/env bash
set -euo pipefail
if ! sudo -u influx /usr/local/bin/influxctl management create \
    --description "a 'b'" > token; then
  exit 1
fi
(cd /tmp && env A=b influxctl --profile=prod management create) | vault kv put kv/a token=-
for name in a b; do influxctl management create --description $name > $name; done
TOKEN=`influxctl management create`
