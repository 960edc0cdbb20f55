#!/bin/sh
curl --request POST \
  "https://console.influxdata.com/api/v0/tokens" \
  --header 'Accept: application/json' \
  --header "authorization: Bearer $MANAGEMENT_TOKEN"
wget --header="Authorization: Bearer $TOKEN" 'https://console.influxdata.com/api/v0/databases'
