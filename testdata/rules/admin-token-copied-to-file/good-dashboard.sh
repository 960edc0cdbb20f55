#!/bin/sh
# The token of the Kubernetes dashboard, beside an InfluxDB of another kind.
helm install influxdb influxdata/influxdb2 --namespace monitoring
kubectl -n kube-system get secret admin-token -o jsonpath='{.data.token}' | base64 -d > token
TOKEN=$(kubectl get secret admin-token -n monitoring -o jsonpath='{.data.token}' | base64 -d)
