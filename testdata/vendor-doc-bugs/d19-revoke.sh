# The older page keeps the Secret `admin-token` and copies a Job from a Job; the release notes restart `authz`.
kubectl delete secrets/rsa-keys --namespace influxdb
kubectl create job --from=job/key-gen key-gen-001 --namespace influxdb
kubectl delete pods --selector app=token-management --namespace influxdb
