influxctl management \
  create > token
