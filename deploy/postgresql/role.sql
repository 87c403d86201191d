-- Once, as the server's administrator: the application's role, no superuser (R135). It is
-- reached by the socket as the system user of the same name, without a password.
CREATE ROLE sunumarche LOGIN CREATEDB;
