#!/bin/sh
kubectl -n influxdb delete secret rsa-keys
kubectl -n influxdb delete secret admin-token
kubectl -n influxdb rollout restart deployment/authz
kubectl -n influxdb rollout restart deployment/token-management
