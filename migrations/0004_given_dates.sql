-- Due dates and follow-up dates are kept as they were given. Compared, they are the instant they mean;
-- what no calendar has is no instant, instead of an error in every search that comes across it.
create function given_instant(given text) returns timestamptz language plpgsql stable strict as $$
declare
  meant timestamptz;
begin
  meant := date_trunc('milliseconds', given::timestamptz);
  return case when meant >= '0001-01-01T00:00:00Z' and meant < '10000-01-01T00:00:00Z' then meant end;
exception when data_exception then
  return null;
end $$;
