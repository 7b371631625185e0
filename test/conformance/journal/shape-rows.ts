/** The tables of shapes as `docs/journal-format.md` prints them, one row per type. */
import { canonical } from '../../../engine/json/canonical.ts';
import type { NamedField, TypeShape } from '../../../engine/journal/shape-table.ts';

const notation = (field: NamedField): string => {
  const { name } = field;
  switch (field.absent) {
    case 'never': return name;
    case 'absent': return `${name}?`;
    case 'default': return `${name} = ${canonical(field.fallback)}`;
    case 'acting': return `${name} ← actor`;
    case 'said': return `${name} ← ${field.source.type}.${field.source.field}`;
    case 'said alone': return `${name}? ← [${field.source.type}.${field.source.field}]`;
    case 'commanded': return `${name} ← command${field.commands === undefined ? '' : `.${field.commands}`}`;
    case 'no members': return `${name}.*`;
    case 'absent or no members': return `${name}.*?`;
    case 'variable': return `${name} ← variable`;
  }
};

const cell = (fields: readonly NamedField[]): string => (fields.length === 0 ? '' : `${fields.map((field) => `\`${notation(field)}\``).join(', ')} `);

export const shapeRow = ({ type, code, record, payload }: TypeShape): string => `| \`${type}\` | \`${code}\` | ${cell(record)}| ${cell(payload)}|`;
