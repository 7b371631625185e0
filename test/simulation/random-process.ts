/**
 * Random block-structured BPMN. Every block has one way in and one way out, and every interrupted
 * activity leads back to the main path, so that a case of such a process can always be brought to its end.
 */
import fc from 'fast-check';
import {
  boundary,
  catching,
  end,
  error,
  errors,
  exclusive,
  flow,
  flows,
  inclusive,
  mapping,
  message,
  messages,
  node,
  nonInterrupting,
  parallel,
  processXml,
  script,
  service,
  start,
  subProcess,
  timer,
  user,
} from '../case/bpmn-xml.ts';

/** Where the way of a boundary event goes: back to the path, or to an end of its own when it does not interrupt. */
type BoundaryKind = 'timer' | 'reminder' | 'cycle' | 'message' | 'note' | 'error';

export type Block =
  | { readonly kind: 'step'; readonly step: (typeof steps)[number]; readonly boundary: readonly BoundaryKind[] }
  | { readonly kind: 'sequence'; readonly blocks: readonly Block[] }
  | { readonly kind: 'parallel'; readonly branches: readonly Block[] }
  | { readonly kind: 'choice'; readonly gateway: 'exclusive' | 'inclusive' | 'task'; readonly branches: readonly Block[]; readonly condition: string }
  | { readonly kind: 'loop'; readonly body: Block; readonly times: number }
  | { readonly kind: 'race' }
  | { readonly kind: 'link' }
  | {
      readonly kind: 'subProcess';
      readonly body: Block;
      readonly ending: 'none' | 'terminate' | 'error';
      readonly boundary: readonly BoundaryKind[];
    };

const steps = ['user', 'service', 'failing', 'mapped', 'script', 'manual', 'throw', 'send', 'timer', 'date', 'message', 'receive'] as const;
const canHaveBoundary = new Set<string>(['user', 'service', 'failing', 'mapped', 'receive']);
const conditions = ['modulo(x, 2) = 0', 'x > 3', 'flag', 'flag = true', 'missing > 1'];

const boundaryKinds = fc.uniqueArray(fc.constantFrom<BoundaryKind>('timer', 'reminder', 'cycle', 'message', 'note', 'error'), { maxLength: 2 });

export const blocks: fc.Arbitrary<Block> = fc.letrec<{ block: Block; step: Block }>((tie) => ({
  step: fc.record({ kind: fc.constant('step' as const), step: fc.constantFrom(...steps), boundary: boundaryKinds }),
  block: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    tie('step'),
    fc.record({ kind: fc.constant('sequence' as const), blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('parallel' as const), branches: fc.array(tie('block'), { minLength: 2, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('choice' as const),
      gateway: fc.constantFrom('exclusive' as const, 'inclusive' as const, 'task' as const),
      branches: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      condition: fc.constantFrom(...conditions),
    }),
    fc.record({ kind: fc.constant('loop' as const), body: tie('block'), times: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constantFrom('race' as const, 'link' as const) }),
    fc.record({
      kind: fc.constant('subProcess' as const),
      body: tie('block'),
      ending: fc.constantFrom('none' as const, 'terminate' as const, 'error' as const),
      boundary: boundaryKinds,
    }),
  ),
})).block;

/** A part of the process: its XML, and the elements where a token comes in and goes out. */
interface Part {
  readonly xml: string;
  readonly first: string;
  readonly last: string;
}

export const codes = ['E1', 'E2'] as const;
export const messageNames = ['m1', 'm2'] as const;

/** A task with conditions on its flows, which see what it writes. */
const choosingTask = (id: string, fallback: string): string =>
  node('scriptTask', id, {
    extension: `<zeebe:script expression="=x" resultVariable="was"/>${mapping({}, { y: '=was' })}`,
    attributes: `default="${id}_${fallback}"`,
  });

class Drawing {
  #count = 0;

  #id(kind: string): string {
    this.#count += 1;
    return `${kind}${this.#count}`;
  }

  draw(block: Block): Part {
    if (block.kind === 'step') return this.#step(block.step, block.boundary);
    if (block.kind === 'sequence') return this.#sequence(block.blocks.map((part) => this.draw(part)));
    if (block.kind === 'parallel') return this.#parallel(block.branches);
    if (block.kind === 'choice') return this.#choice(block);
    if (block.kind === 'loop') return this.#loop(block.body, block.times);
    if (block.kind === 'link') return this.#link();
    return block.kind === 'race' ? this.#race() : this.#subProcess(block);
  }

  #sequence(parts: readonly Part[]): Part {
    const [head, ...tail] = parts as [Part, ...Part[]];
    let { xml, last } = head;
    for (const part of tail) {
      xml += flow(`${last} -> ${part.first}`) + part.xml;
      last = part.last;
    }
    return { xml, first: head.first, last };
  }

  #parallel(branches: readonly Block[]): Part {
    const [fork, join] = [this.#id('fork'), this.#id('join')];
    const parts = branches.map((branch) => this.draw(branch));
    const wired = parts.map(({ xml, first, last }) => xml + flow(`${fork} -> ${first}`) + flow(`${last} -> ${join}`));
    return { xml: parallel(fork) + parallel(join) + wired.join(''), first: fork, last: join };
  }

  #choice({ gateway, branches, condition }: Extract<Block, { kind: 'choice' }>): Part {
    const merging = gateway === 'exclusive' ? exclusive : inclusive;
    const [split, merge] = [this.#id('split'), this.#id('merge')];
    const parts = branches.map((branch) => this.draw(branch));
    const fallback = parts.at(-1)?.first ?? '';
    const wired = parts.map(({ xml, first, last }, index) => {
      const guard = first === fallback ? '' : ` if ${index === 0 ? condition : `x = ${index}`}`;
      return xml + flow(`${split} -> ${first}${guard}`) + flow(`${last} -> ${merge}`);
    });
    const splitting = gateway === 'task' ? choosingTask(split, fallback) : merging(split, fallback);
    return { xml: splitting + merging(merge) + wired.join(''), first: split, last: merge };
  }

  /** Counts in a variable of its own, from null, so that the loop always ends. */
  #loop(body: Block, times: number): Part {
    const [again, count, enough, done] = [this.#id('again'), this.#id('count'), this.#id('enough'), this.#id('done')];
    const part = this.draw(body);
    const counter = script(count, `n_${count}`, `=if n_${count} = null then 1 else n_${count} + 1`);
    const wired = flows(`${again} -> ${part.first}`, `${part.last} -> ${count} -> ${enough}`, `${enough} -> ${done} if n_${count} >= ${times}`, `${enough} -> ${again}`);
    return { xml: exclusive(again) + part.xml + counter + exclusive(enough, again) + node('task', done) + wired, first: again, last: done };
  }

  #link(): Part {
    const [from, to] = [this.#id('from'), this.#id('to')];
    const link = `<bpmn:linkEventDefinition name="${from}"/>`;
    return { xml: node('intermediateThrowEvent', from, { content: link }) + catching(to, link), first: from, last: to };
  }

  #race(): Part {
    const [gateway, got, late, merge] = [this.#id('race'), this.#id('got'), this.#id('late'), this.#id('merge')];
    const events = catching(got, message('m1')) + catching(late, timer('timeDuration', 'PT30S'));
    const wired = flows(`${gateway} -> ${got} -> ${merge}`, `${gateway} -> ${late} -> ${merge}`);
    return { xml: node('eventBasedGateway', gateway) + events + exclusive(merge) + wired, first: gateway, last: merge };
  }

  #subProcess({ body, ending, boundary: kinds }: Extract<Block, { kind: 'subProcess' }>): Part {
    const [id, begin, finish] = [this.#id('sub'), this.#id('begin'), this.#id('finish')];
    const part = this.draw(body);
    const definition = { none: '', terminate: '<bpmn:terminateEventDefinition/>', error: error('E1') }[ending];
    const content = start(begin) + part.xml + end(finish, definition) + flows(`${begin} -> ${part.first}`, `${part.last} -> ${finish}`);
    const caught: readonly BoundaryKind[] = ending === 'error' ? [...new Set([...kinds, 'error' as const])] : kinds;
    return this.#withBoundary(id, subProcess(id, content, mapping({ local: '=x' }, { result: '=local' })), caught);
  }

  #step(step: (typeof steps)[number], kinds: readonly BoundaryKind[]): Part {
    const id = this.#id(step);
    const xml = {
      user: () => user(id, '<zeebe:assignmentDefinition assignee="=who" candidateGroups="clerks"/>'),
      service: () => service(id),
      failing: () => service(id, '', 'type="=kind"'),
      mapped: () => service(id, mapping({ a: '=x', 'b.c': '=a' }, { 'out.value': '=a', seen: '=assert(seen, seen != null)' })),
      script: () => script(id, 'x', '=x + 1'),
      manual: () => node('manualTask', id),
      throw: () => node('intermediateThrowEvent', id),
      send: () => node('sendTask', id, { extension: '<zeebe:taskDefinition type="send"/>' }),
      timer: () => catching(id, timer('timeDuration', 'PT10S')),
      date: () => catching(id, timer('timeDate', '=now() + duration("PT1M")')),
      message: () => catching(id, message('m1')),
      receive: () => node('receiveTask', id, { attributes: 'messageRef="m2"' }),
    }[step]();
    return canHaveBoundary.has(step) ? this.#withBoundary(id, xml, kinds) : { xml, first: id, last: id };
  }

  #withBoundary(activity: string, xml: string, kinds: readonly BoundaryKind[]): Part {
    if (kinds.length === 0) return { xml, first: activity, last: activity };
    const merge = this.#id('merge');
    const events = kinds.map((kind) => {
      const [id, after] = [this.#id(kind), this.#id('handle')];
      const interrupts = kind === 'timer' || kind === 'message' || kind === 'error';
      const event = {
        timer: () => boundary(id, activity, timer('timeDuration', 'PT20S')),
        reminder: () => boundary(id, activity, timer('timeDuration', 'PT5S'), nonInterrupting),
        cycle: () => boundary(id, activity, timer('timeCycle', 'R3/PT7S'), nonInterrupting),
        message: () => boundary(id, activity, message('m1')),
        note: () => boundary(id, activity, message('m2'), nonInterrupting),
        error: () => boundary(id, activity, error('E1')),
      }[kind]();
      return event + (interrupts ? flows(`${id} -> ${merge}`) : user(after) + flows(`${id} -> ${after}`));
    });
    return { xml: xml + exclusive(merge) + events.join('') + flows(`${activity} -> ${merge}`), first: activity, last: merge };
  }
}

export const drawProcess = (block: Block): string => {
  const part = new Drawing().draw(block);
  const content = start('start') + part.xml + end('end') + flows(`start -> ${part.first}`, `${part.last} -> end`);
  return processXml(content, messages(...messageNames) + errors(...codes));
};
