-- What a model calls its elements, by id: searches show and match these names. Definitions deployed
-- before have none here, and their elements go by their ids.
alter table process_definition add column element_names jsonb not null default '{}';
