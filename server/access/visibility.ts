/**
 * Which rows somebody sees, as SQL: it is part of the search, so that pages and counts are right. Auditors, owners and
 * operators see the cases of the definitions that their role reaches, employees those that they started or have to do with.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { streamKeyOf } from '../../engine/stream/index.ts';
import { arrayLiteral } from '../../runtime/port/array-literal.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import { or } from '../../runtime/query/condition.ts';
import { isNamedIn, namesNobody } from '../../runtime/query/inbox.ts';
import type { Fields, RowOf } from '../../runtime/query/field.ts';
import { run, search, type Found, type SearchOrder, type Source } from '../../runtime/query/search.ts';
import { hasRole, scopeOf, type Principal } from './principal.ts';

const overseers = ['owner', 'auditor', 'operator'] as const;

/** Definitions whose cases the principal sees all; null: those of every definition. */
export const overseen = (principal: Principal): readonly string[] | null => {
  if (hasRole(principal, 'admin')) return null;
  const scopes = overseers.map((role) => scopeOf(principal, role));
  return scopes.includes(null) ? null : [...new Set(scopes.flatMap((scope) => scope ?? []))];
};

const texts = (values: readonly string[]): SQL => sql`${arrayLiteral(values)}::text::text[]`;

/** Tables are named anew inside of conditions: a search may be of the same ones. */
const seenCase = sql.raw('seen_case');
const seenTask = sql.raw('seen_task');

/** A task that concerns him: his, or one that names him or a group of his. One that names nobody is offered to everybody as long as nobody has it. */
const concerns = (principal: Principal, task: SQL): SQL => sql`(${task}.assignee = ${principal.id}::text or ${task}.completed_by = ${principal.id}::text
  or ${isNamedIn(principal, task)} or (${task}.state = 'CREATED' and ${task}.assignee is null and ${namesNobody(task)}))`;

const isOfDefinitions = (definitions: readonly string[], ofCase: SQL): SQL =>
  sql`${ofCase}.definition_key in (select seen_definition.key from process_definition seen_definition where seen_definition.id = any(${texts(definitions)}))`;

const ordinals = sql.raw('16777215');

const sees = (principal: Principal, definitions: readonly string[]): SQL => or([
  ...(definitions.length === 0 ? [] : [isOfDefinitions(definitions, seenCase)]),
  ...(hasRole(principal, 'employee')
    ? [
        sql`exists (select from participant where participant.case_key = ${seenCase}.key and participant.person = ${principal.id}::text)`,
        sql`exists (select from user_task ${seenTask} where ${seenTask}.key between ${seenCase}.key and ${seenCase}.key + ${ordinals} and ${concerns(principal, seenTask)})`,
      ]
    : []),
]);

/** `caseKey`: of the case, in SQL. Undefined: he sees all. */
const seesCase = (principal: Principal, caseKey: SQL): SQL | undefined => {
  const definitions = overseen(principal);
  if (definitions === null) return undefined;
  return sql`exists (select from process_instance ${seenCase} where ${seenCase}.key = ${caseKey} and ${sees(principal, definitions)})`;
};

const caseOf = (fields: Fields, name = 'processInstanceKey'): SQL => {
  const field = fields[name];
  if (field === undefined) throw new Error(`Expected a source whose rows are of cases, but they have no ${name}`);
  // A key of anything in the case names it.
  return sql`((${field.compared} >> 24) << 24)`;
};

/** As `search`, of what the principal sees: rows of cases. */
export const searchSeen = <F extends Fields>(request: FastifyRequest, database: Queryable, source: Source<F>, asked: SearchOrder): Promise<Found<RowOf<F>>> =>
  search(database, source, asked, seesCase(request.principal, caseOf(source.fields)));

/** The same of rows that may be of no case (`caseKey`): those are for whoever sees all cases. */
export const searchSeenOrAll = <F extends Fields>(request: FastifyRequest, database: Queryable, source: Source<F>, asked: SearchOrder): Promise<Found<RowOf<F>>> =>
  search(database, source, asked, seesCase(request.principal, caseOf(source.fields, 'caseKey')));

/** The same for user tasks: an employee sees those that concern him, not all of the cases that he sees. */
export const searchSeenTasks = <F extends Fields>(request: FastifyRequest, database: Queryable, source: Source<F>, asked: SearchOrder): Promise<Found<RowOf<F>>> => {
  const { principal } = request;
  const definitions = overseen(principal);
  if (definitions === null) return search(database, source, asked);
  const mine = hasRole(principal, 'employee') ? [concerns(principal, sql.raw('user_task'))] : [];
  return search(database, source, asked, or([...mine, ...(definitions.length === 0 ? [] : [isOfDefinitions(definitions, sql.raw('process_instance'))])]));
};

/** Those of the cases that the principal sees. */
export const casesSeen = async (principal: Principal, database: Queryable, cases: readonly bigint[]): Promise<readonly bigint[]> => {
  const definitions = overseen(principal);
  if (definitions === null || cases.length === 0) return cases;
  const rows = await run(database, sql`select ${seenCase}.key from process_instance ${seenCase} where ${seenCase}.key = any(${arrayLiteral(cases.map(String))}::text::int8[]) and ${sees(principal, definitions)}`);
  return rows.map(([key]) => key as bigint);
};

/** The case that a key is of. */
export const seesCaseOf = async (principal: Principal, database: Queryable, key: bigint): Promise<boolean> => {
  const condition = seesCase(principal, sql`${streamKeyOf(key)}::int8`);
  if (condition === undefined) return true;
  const [row] = await run(database, sql`select ${condition}`);
  return row?.[0] === true;
};

