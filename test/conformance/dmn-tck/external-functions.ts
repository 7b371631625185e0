/** Which elements of a model need Java: Acta never runs code from definitions, so their cases are left out. */
import type { Definitions, Requirements } from '../../../engine/dmn/model/definitions.ts';

const IN_TEXT = /\bexternal\s*\{\s*java\b/;

/** Names of the decisions and knowledge models that use an external function, directly or through what they require. */
export function javaUsers(definitions: Definitions): ReadonlySet<string> {
  const elements = [...definitions.decisions, ...definitions.knowledgeModels];
  const users = new Set(elements.filter(({ logic }) => {
    const text = JSON.stringify(logic ?? null);
    return IN_TEXT.test(text) || text.includes('"language":"Java"');
  }));
  const requires = ({ decisions, knowledge }: Requirements): boolean =>
    [...decisions, ...knowledge].some((reference) => [...users].some((user) => reference.endsWith(`#${user.id}`)));
  for (let before = -1; before !== users.size;) {
    before = users.size;
    for (const element of elements) if (requires(element.requirements)) users.add(element);
  }
  return new Set([...users].map(({ name }) => name));
}
