-- Once, as the server's administrator: the database that restores begin from (R135).
-- The application's role is no superuser: it may make neither these functions immutable,
-- which indexes on names without accents need, nor anything else of the server.
CREATE DATABASE sunumarche_blank ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'
    TEMPLATE template0;
\connect sunumarche_blank
CREATE EXTENSION unaccent;
CREATE EXTENSION pg_trgm;
ALTER FUNCTION unaccent(text) IMMUTABLE;
\connect postgres
ALTER DATABASE sunumarche_blank IS_TEMPLATE true;
