-- Streams of the installation itself (who there is, who may do what, and who was refused) take numbers behind those of messages.
select ensure_step_partition(274877906944 + 4194304);

-- What searches read of the directory. Its events are the truth, and see to it that a name stands for one thing.
create table directory_user (
  ordinal int4 primary key,
  id text not null,
  name text not null,
  email text,
  state text not null,
  sample boolean not null,
  created_at timestamptz not null
);
create index directory_user_by_id on directory_user (id);
create table directory_group (
  ordinal int4 primary key,
  id text not null,
  name text not null,
  description text
);
create index directory_group_by_id on directory_group (id);
create table group_member (
  ordinal int4 primary key,
  group_id text not null,
  user_id text not null
);
create index group_member_of_user on group_member (user_id, group_id);
create index group_member_of_group on group_member (group_id, user_id);
create table role_grant (
  ordinal int4 primary key,
  grantee_kind text not null,
  grantee_id text not null,
  role text not null,
  scope text[] not null
);
create index role_grant_by_grantee on role_grant (grantee_kind, grantee_id);
create table api_key (
  ordinal int4 primary key,
  id text not null,
  name text not null,
  created_at timestamptz not null,
  expires_at timestamptz
);

-- What stands outside the journal: credentials, sessions, and when a key was used last.
create table credential (
  user_id text primary key,
  -- argon2id, in its own text form
  password_hash text not null,
  changed_at timestamptz not null default clock_timestamp()
);
create table api_key_secret (
  id text primary key,
  -- SHA-256 of 256 random bits
  hash bytea not null unique,
  last_used_at timestamptz
);
create table session (
  -- SHA-256 of the cookie
  hash bytea primary key,
  id text not null unique,
  user_id text not null,
  method text not null,
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  address text,
  user_agent text,
  -- What the sign-in provider said of the person, for as long as the session lasts.
  claims text[] not null default '{}'
);
create index session_of_user on session (user_id);
create table external_identity (
  issuer text not null,
  subject text not null,
  user_id text not null,
  primary key (issuer, subject)
);
create table setup_link (
  hash bytea primary key,
  expires_at timestamptz not null
);

-- Raised by whatever changes who may do what: processes keep what they know of it as long as this stands.
create table access_version (version int8 not null);
insert into access_version values (0);
create function raise_access_version() returns trigger language plpgsql as $$
begin
  update access_version set version = version + 1;
  return null;
end $$;
do $$ declare name text; begin
  foreach name in array array['directory_user', 'directory_group', 'group_member', 'role_grant', 'api_key', 'credential']
  loop execute format('create trigger access_changed after insert or update or delete on %I for each statement execute function raise_access_version()', name); end loop;
  -- Sessions and keys come and are used all the time; only that they end matters to others.
  foreach name in array array['session', 'api_key_secret']
  loop execute format('create trigger access_changed after delete on %I for each row execute function raise_access_version()', name); end loop;
  foreach name in array array['directory_user', 'directory_group', 'group_member', 'role_grant', 'api_key', 'credential', 'api_key_secret', 'session', 'external_identity', 'setup_link']
  loop execute format('grant select, insert, update, delete on %I to acta_app', name); end loop;
end $$;
grant select, update on access_version to acta_app;
