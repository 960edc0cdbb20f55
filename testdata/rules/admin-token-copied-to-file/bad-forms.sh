#!/bin/sh
kubectl --namespace=influxdb get secrets admin-token -ojson | jq -r '.data.token | @base64d' > token.json
export TOKEN="$(kubectl get secret/admin-token -n "$INFLUXDB_NAMESPACE" -o=yaml)"
oc get secrets/admin-token -n influx --template '{{ .data.token | base64decode }}' | tee -a token.json
