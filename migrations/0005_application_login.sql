-- The application's own login may not migrate, but it can tell whether somebody has to.
grant select on migration to acta_app;
