#!/bin/sh
# Run once by the postgres image on an empty volume: two logins and the database.
# portal_owner migrates and makes the databases of rehearsals; portal_app serves people, is fenced by row level
# security and may neither truncate nor create.
set -eu
: "${PORTAL_OWNER_PASSWORD:?is empty}" "${PORTAL_APP_PASSWORD:?is empty}"

run_sql() {
    psql --no-psqlrc --set=ON_ERROR_STOP=1 --quiet --username "${POSTGRES_USER:-postgres}" --dbname "$1" \
        --set=owner_password="$PORTAL_OWNER_PASSWORD" --set=app_password="$PORTAL_APP_PASSWORD"
}

grant_in() {
    run_sql "$1" <<'SQL'
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner GRANT USAGE ON SEQUENCES TO portal_app;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal_app;
SQL
}

run_sql postgres <<'SQL'
CREATE ROLE portal_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE CREATEDB PASSWORD :'owner_password';
CREATE ROLE portal_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'app_password';
CREATE DATABASE portal OWNER portal_owner;
SQL
grant_in portal
