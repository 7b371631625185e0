import { expect, test } from 'vitest';
import { wrongName } from './member-names.ts';

test.each([
  ['{"a":1,"a":2}', "Expected every member once, but 'a' stands twice in one object"],
  ['[{"x":{"a":1, "b":2, "\\u0061" : 2}}]', "Expected every member once, but 'a' stands twice in one object"],
  ['{"a":{},"a":1}', "Expected every member once, but 'a' stands twice in one object"],
  ['{"__proto__":1}', 'Expected no member called __proto__, but there is one'],
  ['{"\\u005f_proto__":1}', 'Expected no member called __proto__, but there is one'],
  ['{"a":{"a":1},"b":[{"a":1},{"a":2}],"c":"a"}', undefined],
  ['{"a":"{\\"b\\":1,\\"b\\":2}","constructor":{"prototype":1},"b":"__proto__"}', undefined],
  ['{"a\\\\":1,"a":2,"a\\"":3}', undefined],
  ['["a","a"]', undefined],
  [`${'{"a":'.repeat(60)}{"b":1,"b":2}${'}'.repeat(60)}`, "Expected every member once, but 'b' stands twice in one object"],
  [`${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`, undefined],
])('in %.60s it is %s', (json, found) => {
  expect(wrongName(json)).toBe(found);
});
