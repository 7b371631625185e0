/** The tables of shapes as `docs/journal-format.md` prints them, one row per type. */
import type { NamedField, TypeShape } from '../../../engine/journal/shape-table.ts';

const notation = (field: NamedField): string => {
  const { name } = field;
  switch (field.absent) {
    case 'never': return name;
    case 'absent': return `${name}?`;
    case 'default': return `${name} = ${field.fallbackText}`;
    case 'commanded': return `${name} ← command`;
    case 'no members': return `${name}.*`;
    case 'absent or no members': return `${name}.*?`;
    case 'variable': return `${name} ← variable`;
  }
};

const cell = (fields: readonly NamedField[]): string => (fields.length === 0 ? '' : `${fields.map((field) => `\`${notation(field)}\``).join(', ')} `);

export const shapeRow = ({ type, record, payload }: TypeShape): string => `| \`${type}\` | ${cell(record)}| ${cell(payload)}|`;
