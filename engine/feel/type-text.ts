/** Types as text, as they are written after `instance of`. */
import type { FeelType } from './type.ts';

export function typeText(type: FeelType): string {
  switch (type.kind) {
    case 'simple':
    case 'named':
      return type.name;
    case 'list':
    case 'range':
      return `${type.kind}<${typeText(type.of)}>`;
    case 'context':
      return `context<${[...type.entries].map(([name, entry]) => `${name}: ${typeText(entry)}`).join(', ')}>`;
    case 'function':
      return `function<${type.parameters.map(typeText).join(', ')}> -> ${typeText(type.result)}`;
    case 'constrained':
      return typeText(type.base);
  }
}
