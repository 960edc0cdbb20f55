#!/bin/sh
helm upgrade --unknown influxdb influxdata/influxdb3-clustered
helm upgrade --unknown influxdata/influxdb3-clustered
helm upgrade $RELEASE $CHART
helm upgrade influxdb ./influxdb3-clustered
helm upgrade influxdata/influxdb3-clustered --help
helm upgrade "${arguments[@]}" influxdata/influxdb3-clustered
