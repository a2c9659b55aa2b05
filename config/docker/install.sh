#!/usr/bin/env bash
# First start: a database with the three addons. Later starts: brings them up to date.
set -euo pipefail
database="${ODOO_DATABASE:-biginn}"
addons="biginn_cluster,biginn_xchange,biginn_reports"
export PGHOST="$HOST" PGPORT="$PORT" PGUSER="$USER" PGPASSWORD="$PASSWORD"
options=(--config /etc/odoo/odoo.conf --db_host "$HOST" --db_port "$PORT" --db_user "$USER"
    --db_password "$PASSWORD" --database "$database" --no-http --max-cron-threads 0)

installed() {
    psql --dbname "$database" --tuples-only --no-align --command \
        "SELECT 1 FROM ir_module_module WHERE name = 'biginn_reports' AND state = 'installed'" \
        2>/dev/null | grep -q 1
}

if installed; then
    odoo server "${options[@]}" --update "$addons" --stop-after-init
    exit 0
fi
odoo server "${options[@]}" --init "$addons" --load-language da_DK,es_ES,lt_LT --stop-after-init
# nobody shall meet a new database with the password that every Odoo starts with
odoo shell "${options[@]}" <<'PYTHON'
import os
env.ref("base.user_admin").password = os.environ["ODOO_ADMIN_PASSWORD"]
# documents fetch their stylesheet inside the container, whatever the port outside
env["ir.config_parameter"].set_param("report.url", "http://localhost:8069")
env.cr.commit()
PYTHON
