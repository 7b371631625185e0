-- A step is stored only behind its predecessor. Whoever appends from a past that this database does not have (it was
-- restored, or another server took over), or a forged copy, is refused: the record must name the place that it gets,
-- and the hash of the step that stands before it. Records are canonical JSON, so these members stand side by side and
-- are found as text, which costs a third of reading them. One statement checks all steps that are inserted together,
-- and looks up one row for each, by key.
create function refuse_unlinked() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select added.stream, added.seq into wrong
  from added
  left join lateral (select step.hash from public.step where step.stream = added.stream and step.seq = added.seq - 1 offset 0) before on true
  where (before.hash is null) <> (added.seq = 0)
    or position(convert_to(
      case when added.seq = 0 then '' else '"prev":"' || translate(rtrim(encode(before.hash, 'base64'), '='), '+/', '-_') || '",' end
      || '"seq":' || added.seq || ',"stream":"' || added.stream || '","v":', 'UTF8') in added.record) = 0
  limit 1;
  if found then
    raise exception 'Expected step % of stream % to follow the one before it, but another one stands there, or none', wrong.seq, wrong.stream
      using errcode = 'ACT01';
  end if;
  return null;
end $$;

create trigger step_follows after insert on step referencing new table as added for each statement execute function refuse_unlinked();

-- Whoever notices that the database has another past than he knows says so to everybody.
grant update (timeline) on installation to acta_app;
grant select on sequence case_number to acta_app;
