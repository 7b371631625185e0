-- What is named by a hash is what it names: the database itself takes nothing else, whoever writes. Rows from
-- before are not looked at here; whoever loads one does.
alter table resource add constraint resource_is_named_by_its_hash
  check (hash = encode(sha256(convert_to(content, 'UTF8')), 'hex')) not valid;

-- Definitions are only ever added. What the owner's rebuild makes again from the journal, the application need not be able to change.
do $$ declare name text; begin
  foreach name in array array['resource', 'deployment', 'process_definition', 'decision_requirements', 'decision_definition', 'form']
  loop execute format('revoke update, delete on %I from acta_app', name); end loop;
end $$;
