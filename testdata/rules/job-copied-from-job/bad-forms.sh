#!/bin/sh
kubectl create job \
  --from=job/KEY_GEN_JOB \
  key-gen-001 \
  --namespace influxdb
kubectl -n influxdb create job key-gen-002 --from "jobs/$JOB"
influxctl token list
