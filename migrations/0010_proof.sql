-- The log over all streams (RFC 6962): each step's hash is a leaf. The sealer adds to it after the steps are committed.
create table log_leaf (
  index int8 primary key check (index >= 0),
  stream int8 not null,
  seq int4 not null,
  hash bytea not null check (octet_length(hash) = 32),
  -- A step is in the log once.
  unique (stream, seq)
);

-- Roots of complete subtrees, of levels 8, 16, 24 and 32: with the leaves, any other node is made of at most 256 hashes.
create table log_node (
  level int2 not null,
  index int8 not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- How far the journal was read, one row for each time something was.
create table log_reading (
  number int8 primary key,
  -- Leaves afterwards.
  size int8 not null,
  -- The cluster whose transaction numbers these are: those of another one say nothing here.
  cluster text not null,
  xid xid8 not null,
  stream int8 not null,
  seq int4 not null
);

-- The heads of all streams as of the first `size` leaves.
create table log_heads (
  size int8 primary key,
  streams int8 not null,
  root bytea not null check (octet_length(root) = 32)
);

-- The map of the newest heads, in pages of 16 hashes. It follows from the leaves: a projection.
create table log_page (
  depth int2 not null,
  prefix int8 not null,
  hashes bytea not null check (octet_length(hashes) = 512),
  primary key (depth, prefix)
);

-- What was signed, as it was signed.
create table log_checkpoint (
  origin text not null,
  size int8 not null,
  root bytea not null,
  -- The step of the stream of checkpoints with the heads, which is in the log before.
  heads_seq int4 not null,
  heads_size int8 not null,
  note text not null,
  signed_at timestamptz not null,
  primary key (origin, size)
);

-- What others say of a checkpoint: lines of witnesses, and tokens of RFC 3161 (base64).
create table log_cosignature (
  origin text not null,
  size int8 not null,
  kind text not null,
  name text not null,
  content text not null,
  received_at timestamptz not null default clock_timestamp(),
  primary key (origin, size, kind, name)
);

do $$ declare name text; begin
  foreach name in array array['log_leaf', 'log_node', 'log_reading', 'log_heads', 'log_checkpoint', 'log_cosignature'] loop
    execute format('create trigger %I before delete or update on %I for each row execute function refuse_change()', name || '_keeps', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', name || '_not_truncated', name);
    execute format('grant select, insert on %I to acta_app', name);
  end loop;
end $$;
grant select, insert, update on log_page to acta_app;

-- Keys that sign checkpoints; what searches read of their stream.
create table log_key (
  ordinal int4 primary key,
  key text not null,
  introduced_at timestamptz not null,
  retired_at timestamptz
);
grant select, insert, update, delete on log_key to acta_app;
