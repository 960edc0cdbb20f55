# The description of the API names the console as the host of a cluster, and creates tokens without expiry.
curl --location "https://console.influxdata.com/api/v0/databases" --header "Authorization: Bearer $TOKEN"
influxctl management create > token
