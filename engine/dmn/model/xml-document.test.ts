import { describe, expect, it } from 'vitest';
import { readXml, XML_LIMITS } from './xml-document.ts';

describe('a well-formed document', () => {
  it('becomes a tree with namespaces, attributes, text and lines', () => {
    const reading = readXml('<a xmlns="urn:a" xmlns:b="urn:b">\n<b:c d="1" b:e="2">x<![CDATA[<y>]]></b:c></a>');
    if (!reading.ok) throw new Error(reading.message);
    const { root } = reading;
    expect(root).toMatchObject({ name: 'a', namespace: 'urn:a', line: 1 });
    expect([...root.prefixes]).toEqual([['', 'urn:a'], ['b', 'urn:b']]);
    const [child] = root.children;
    expect(child).toMatchObject({ name: 'c', namespace: 'urn:b', text: 'x<y>', line: 2 });
    expect([...(child?.attributes ?? [])]).toEqual([['d', '1'], ['{urn:b}e', '2']]);
  });
});

describe('a hostile document is refused', () => {
  const refusal = (xml: string): string => {
    const reading = readXml(xml);
    return reading.ok ? 'read' : reading.message;
  };

  it.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'Expected a document without DOCTYPE'],
    ['an unknown entity', '<a>&x;</a>', 'Expected well-formed XML'],
    ['an unclosed element', '<a><b></a>', 'Expected well-formed XML'],
    ['an unbound prefix', '<x:a/>', 'Expected well-formed XML'],
    ['nothing', '', 'Expected'],
    ['text that is no XML', 'hello', 'Expected'],
  ])('%s', (_what, xml, message) => expect(refusal(xml)).toContain(message));

  it('nesting beyond the limit, quickly', () => {
    const depth = 300_000;
    expect(refusal('<a>'.repeat(depth) + '</a>'.repeat(depth))).toContain(`at most ${XML_LIMITS.depth} nested`);
  });

  it('more text than the limit', () => {
    expect(refusal(`<a>${' '.repeat(XML_LIMITS.length)}</a>`)).toContain('characters');
  });

  it('more elements than the limit', () => {
    expect(refusal(`<a>${'<b/>'.repeat(XML_LIMITS.elements)}</a>`)).toContain('elements');
  });

  it.each([
    ['attributes', (number: number) => `a${number}=""`],
    ['namespaces', (number: number) => `xmlns:n${number}="urn:n"`],
  ] as const)('more %s of an element than the limit', (what, attribute) => {
    const of = (count: number): string => `<a ${Array.from({ length: count }, (_, number) => attribute(number)).join(' ')}/>`;

    expect(refusal(of(XML_LIMITS[what]))).toBe('read');
    expect(refusal(of(XML_LIMITS[what] + 1))).toContain(`Expected at most ${XML_LIMITS[what]} ${what}`);
  });

  it('with the line of the problem', () => {
    expect(readXml('<a>\n\n<b>\n</c></a>')).toMatchObject({ ok: false, line: 4 });
  });
});
