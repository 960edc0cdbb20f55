#!/bin/sh
create="influxctl management create"
printf 'run %s\n' "influxctl management create"
influxctl management create --expires-at="$EXPIRY" > token
influxctl management create --expire"s"-at 2027-01-31T00:00:00Z > token
influxctl management create $OPTIONS > token
influxctl management list
influxctl management revoke --force "$ID"
influxctl help management create
cat > README <<'EOF'
influxctl management create
EOF
: <<-EOF
	influxctl management create
	EOF
