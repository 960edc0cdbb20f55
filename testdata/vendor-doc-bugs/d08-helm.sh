# The guide upgrades without the name of the release.
helm upgrade influxdata/influxdb3-clustered -f ./values.yaml --namespace influxdb
