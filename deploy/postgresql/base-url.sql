-- The address by which people and the links in mails reach the CRM; once, as sunumarche (R137):
--   psql -v address=https://crm.example.sn -f deploy/postgresql/base-url.sql sunumarche
-- Frozen: otherwise Odoo replaces it by whatever address an administrator came by.
INSERT INTO ir_config_parameter (key, value)
VALUES ('web.base.url', :'address'), ('web.base.url.freeze', 'True')
ON CONFLICT (key) DO UPDATE SET value = excluded.value;
