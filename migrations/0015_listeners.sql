-- Of a job: absent, it does the work of its element; else the kind of listener that it is.
alter table job add column purpose text;
