#!/bin/sh
# Run once by the image, in an empty data directory: the role that owns the tables, the role of web and worker, their
# database. What the second may touch is granted by every `manage.py migrate`.
set -eu

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner_password="$DATABASE_OWNER_PASSWORD" --set app_password="$DATABASE_APP_PASSWORD" <<'SQL'
CREATE ROLE hospital_qs_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE hospital_qs_app LOGIN PASSWORD :'app_password';
-- Errors quote what was typed, names among it: the application logs its own, the server's log is about the server.
ALTER ROLE hospital_qs_owner SET log_min_messages = 'log';
ALTER ROLE hospital_qs_app SET log_min_messages = 'log';
CREATE DATABASE hospital_qs OWNER hospital_qs_owner TEMPLATE template0 ENCODING 'UTF8'
  LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8';
SQL
