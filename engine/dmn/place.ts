/** Where in a decision file something stands: what warnings and findings point to. */

export interface Place {
  /** Id of the decision or knowledge model, or the name of an item definition. */
  readonly element: string;
  /** Line in the XML, from 1. */
  readonly line?: number;
  readonly expressionId?: string;
  /** Id of a decision table, as far as it has one. */
  readonly tableId?: string;
  /** What of a table it is; `column` counts the inputs or the outputs, and rules are counted, from 1. */
  readonly part?: 'table' | 'input' | 'input entry' | 'output' | 'output entry';
  readonly column?: number;
  readonly rule?: number;
}

/** The place in words: `rule 2, input 1 of 'route'`. */
export function placeText({ element, part, column, rule }: Place): string {
  const cell = [
    ...(rule === undefined ? [] : [`rule ${rule}`]),
    ...(column === undefined ? [] : [`${part?.startsWith('input') === true ? 'input' : 'output'} ${column}`]),
  ].join(', ');
  return cell === '' ? `'${element}'` : `${cell} of '${element}'`;
}

/** The same for equal places, whatever the order of their members. */
export function placeKey({ element, line, expressionId, tableId, part, column, rule }: Place): string {
  return JSON.stringify([element, line, expressionId, tableId, part, column, rule]);
}
