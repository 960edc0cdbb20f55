#!/bin/sh
helm upgrade \
  influxdata/influxdb3-clustered \
  -f ./influxdb-clustered.yaml \
  --set-string a=b --wait --timeout=5m \
  --namespace influxdb
helm --namespace influxdb upgrade --install "oci://ghcr.io/acme/influxdb3-clustered"
