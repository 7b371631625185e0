import { readFileSync } from 'node:fs';
import { BpmnModdle } from 'bpmn-moddle';
import { describe, expect, it } from 'vitest';
import { inEnglish, type Model, type Named } from './english-names.ts';

const namesIn = (part: Named): string[] =>
  [part.rootElements, part.flowElements, part.laneSets, part.lanes, part.participants].flatMap((inner) => (inner ?? []).flatMap((one) => [...(one.name === undefined ? [] : [one.name]), ...namesIn(one)]));

describe('a model of the catalogue in English', () => {
  it('has no Chinese name left, in pools, lanes and at every depth', async () => {
    const xml = readFileSync(new URL('../../../../definitions/procurement/procurement.bpmn', import.meta.url), 'utf8');
    const { rootElement } = await new BpmnModdle().fromXML(xml);
    const model = rootElement as unknown as Model;
    expect(namesIn(model).filter((name) => /[\u4e00-\u9fff]/.test(name)).length).toBeGreaterThan(50);

    inEnglish(model);

    expect(namesIn(model).filter((name) => /[\u4e00-\u9fff]/.test(name))).toEqual([]);
  });

  it('has room for the words of its labels, around where they stood', () => {
    const label = { bounds: { x: 100, width: 12 } };
    inEnglish({ diagrams: [{ plane: { planeElement: [{ bpmnElement: { name: 'Delivered' }, label }] } }] });

    expect(label.bounds.width).toBeGreaterThan(60);
    expect(label.bounds.x + label.bounds.width / 2).toBe(106);
  });
});
