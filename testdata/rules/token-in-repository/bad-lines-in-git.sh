#!/bin/sh
export INFLUX_TOKEN="apiv1_aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS"
influxctl query \
  --token M.V1.aB3xY9kQ7mN2pR5tW8vZ1cD4fG6hJ0lS \
  "SELECT 1"
