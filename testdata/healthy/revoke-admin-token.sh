#!/bin/sh
kubectl delete secret rsa-keys admin-token --namespace influxdb
kubectl delete job --selector app=key-gen --namespace influxdb
kubectl delete job/key-gen job/create-admin-token --namespace influxdb
kubectl delete pods --selector app=token-management --namespace influxdb
