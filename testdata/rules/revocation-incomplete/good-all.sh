#!/bin/sh
kubectl -n influxdb delete secret rsa-keys
kubectl -n influxdb delete secret --all
kubectl -n app get secret rsa-keys
