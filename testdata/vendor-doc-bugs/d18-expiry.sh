# `date` with `%z` writes an offset without the colon.
influxctl token create --read-database db --expires-at $(date -d "+7 days" +"%Y-%m-%dT%H:%M:%S%z") > token
