-- What was answered, where it cannot be told from the stream: a repeated request gets it again.
alter table idempotency add column answer text;
