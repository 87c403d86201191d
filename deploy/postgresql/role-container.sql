-- In containers (compose.yaml), by PostgreSQL's administrator: the application's role, no
-- superuser (R135), so that what PostgreSQL keeps from being changed stays so. Its password
-- is read from the secret and stands on no command line.
\set password `cat /run/secrets/application`
CREATE ROLE sunumarche LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'password';
