/** The latest version of each definition, and the form that a case begins with. */
import type { Queryable } from '../port/database.ts';

export interface Startable {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly key: bigint;
  readonly name: string | null;
  readonly version: number;
  readonly dialect: 'bpmn' | 'statechart';
  readonly form_id: string | null;
  /** JSON text; null: no form, or one that is not deployed. */
  readonly schema: string | null;
}

export const startables = (database: Queryable): Promise<Startable[]> =>
  database.query<Startable>(
    `select d.id, d.key, d.name, d.version, d.dialect, d.start_form_id form_id, r.content schema
     from (select distinct on (id) * from process_definition order by id, version desc) d
     left join lateral (select hash from form where form.id = d.start_form_id order by version desc limit 1) f on true
     left join resource r on r.hash = f.hash
     order by coalesce(d.name, d.id)`);
