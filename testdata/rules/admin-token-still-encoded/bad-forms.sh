#!/bin/sh
kubectl get secret admin-token -n influxdb -o jsonpath='{.data.token}' | tee token.json
kubectl get secret admin-token -n influxdb -o json | jq -r .data.token > token.json
> token.json kubectl get secret admin-token -n influxdb -o go-template={{.data.token}}
