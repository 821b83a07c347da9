import { seeded } from '#testing';
import type { AudienceFacts } from '../segments/matches.js';
import { readDefinition, type Definition } from './definition.js';
import { faultsOf } from './faults.js';
import { advance, ANSWER_MS, MAX_AT_ONCE, NEW_RUN, type Advance, type FlowEvent, type RunState } from './interpreter.js';
import { simulate } from './simulate.js';
import { ALL_TEXTS_MS, TextTime } from './texts.js';
import { flowFor } from './triggers.js';

const NOW = Date.parse('2026-11-20T09:00:00.000Z');
const FACTS: AudienceFacts = {
  id: '0198c0de-0000-7000-8000-000000000011',
  name: 'Rosa',
  phone: '51987654321',
  language: 'es',
  tags: ['customer'],
  attributes: { city: 'Lima' },
  consent: 'unknown',
  createdAt: '2026-11-01T00:00:00.000Z',
  lastSeenAt: null,
  conversations: [],
};
const HOURS = 3_600_000;
/** More on demand: `INTERLEAVINGS=10000`. */
const WALKS = Number(process.env.INTERLEAVINGS ?? 1_000);
const around = (now = NOW) => ({
  facts: FACTS,
  now,
  dueAfter: (delay: { amount: number; unit: string } | { at: string }) => now + ('amount' in delay ? delay.amount : 24) * HOURS,
  time: new TextTime(),
});

function flow(written: object): Definition {
  const read = readDefinition(written);
  if (!('definition' in read)) throw new Error(`${read.field} ${read.message}`);
  return read.definition;
}
const say = (id: string, text: string) => ({ id, kind: 'message', message: { type: 'text', text } });
const edge = (from: string, port: string, to: string) => ({ from, port, to });
const begin = (definition: Definition): Advance => advance(definition, NEW_RUN, { kind: 'start', text: 'menu' }, around());
const texts = ({ effects }: Advance): unknown[] =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message.text ?? effect.message.interactive] : []));

const ORDER = flow({
  triggers: [{ kind: 'keyword', words: ['menú'] }],
  start: 'size',
  nodes: [
    {
      id: 'size',
      kind: 'question',
      text: 'Which size, {{ name }}?',
      answer: 'choice',
      choices: [
        { id: 's', title: 'Small' },
        { id: 'l', title: 'Large' },
      ],
      saveAs: 'size',
      retries: 1,
      retryText: 'Please choose.',
      timeout: { amount: 2, unit: 'hours' },
    },
    { id: 'big', kind: 'branch', cases: [{ id: 'l', condition: { field: 'attributes.size', op: 'eq', value: 'Large' } }] },
    say('large', 'A {{ attributes.size }} one for {{ attributes.city }}.'),
    { id: 'mark', kind: 'tag', add: ['big'], remove: ['customer'] },
    { id: 'rest', kind: 'wait', delay: { amount: 24, unit: 'hours' } },
    say('after', 'Did you like it?'),
    say('small', 'Small it is.'),
    say('late', 'We close this now.'),
    { id: 'person', kind: 'handoff', text: 'Somebody will help you.' },
  ],
  edges: [
    edge('size', 'choice:s', 'big'),
    edge('size', 'choice:l', 'big'),
    edge('size', 'invalid', 'person'),
    edge('size', 'timeout', 'late'),
    edge('big', 'case:l', 'large'),
    edge('big', 'else', 'small'),
    edge('large', 'next', 'mark'),
    edge('mark', 'next', 'rest'),
    edge('rest', 'next', 'after'),
  ],
});

describe('the interpreter of flows', () => {
  it('asks, keeps the answer, branches by it, waits and goes on', () => {
    expect(faultsOf(ORDER, new Set())).toEqual([]);
    const asked = begin(ORDER);
    expect(texts(asked)).toEqual([expect.objectContaining({ kind: 'button', body: 'Which size, Rosa?' })]);
    expect(asked.outcome).toEqual({ kind: 'waits', for: 'answer', dueAt: NOW + 2 * HOURS });
    const answered = advance(ORDER, asked.state, { kind: 'message', type: 'interactive', text: 'LARGE!' }, around());
    expect(answered.effects).toMatchObject([
      { kind: 'attribute', name: 'size', value: 'Large' },
      { kind: 'send', message: { text: 'A Large one for Lima.' } },
      { kind: 'tags', add: ['big'], remove: ['customer'] },
    ]);
    expect(answered.outcome).toEqual({ kind: 'waits', for: 'time', dueAt: NOW + 24 * HOURS });
    const later = advance(ORDER, answered.state, { kind: 'due' }, around(NOW + 24 * HOURS));
    expect(texts(later)).toEqual(['Did you like it?']);
    expect(later.outcome).toEqual({ kind: 'ended', reason: 'end' });
    expect(advance(ORDER, asked.state, { kind: 'message', type: 'text', text: '1' }, around()).passed[0]).toEqual({
      node: 'size',
      port: 'choice:s',
    });
  });

  it('asks again as often as it may, then goes where answers go that do not fit; nobody who is silent is waited for longer', () => {
    const asked = begin(ORDER);
    const again = advance(ORDER, asked.state, { kind: 'message', type: 'text', text: 'what?' }, around());
    expect(texts(again)).toEqual([expect.objectContaining({ body: 'Please choose.' })]);
    const given = advance(ORDER, again.state, { kind: 'message', type: 'text', text: 'what??' }, around());
    expect(texts(given)).toEqual(['Somebody will help you.']);
    expect(given).toMatchObject({ outcome: { kind: 'ended', reason: 'handed_over' }, effects: [{ kind: 'send' }, { kind: 'handoff' }] });
    expect(texts(advance(ORDER, again.state, { kind: 'due' }, around()))).toEqual(['We close this now.']);
  });

  it('reads numbers, days, files and places', () => {
    const question = (over: object) =>
      flow({ start: 'q', nodes: [{ id: 'q', kind: 'question', text: '?', answer: 'text', saveAs: 'a', ...over }] });
    const read = (over: object, event: { type?: string; text: string | null }) => {
      const definition = question(over);
      const { effects, outcome } = advance(definition, begin(definition).state, { kind: 'message', type: 'text', ...event }, around());
      return outcome.kind === 'ended' ? effects.map((effect) => (effect.kind === 'attribute' ? effect.value : effect.kind)) : 'again';
    };
    expect(read({ answer: 'number', min: 1, max: 5 }, { text: ' 2,5 ' })).toEqual([2.5]);
    expect(read({ answer: 'number', min: 1, max: 5 }, { text: '6' })).toBe('again');
    expect(read({ answer: 'date' }, { text: '24/12/2026' })).toEqual(['2026-12-24']);
    expect(read({ answer: 'date' }, { text: '31/02/2026' })).toBe('again');
    expect(read({ answer: 'file' }, { type: 'image', text: null })).toEqual(['image']);
    expect(read({ answer: 'file' }, { text: 'no file' })).toBe('again');
    expect(read({ answer: 'location' }, { type: 'location', text: null })).toEqual(['location']);
    expect(read({ answer: 'text' }, { text: '  ' })).toBe('again');
  });

  it('ends a circle that never waits, and hands over where a text cannot be said', () => {
    const circle = flow({ start: 'a', nodes: [say('a', '1'), say('b', '2')], edges: [edge('a', 'next', 'b'), edge('b', 'next', 'a')] });
    const turned = begin(circle);
    expect(turned.outcome).toEqual({ kind: 'ended', reason: 'too_many_steps' });
    expect(turned.passed).toHaveLength(MAX_AT_ONCE);
    expect(faultsOf(circle, new Set()).map(({ code }) => code)).toEqual(['endless_loop']);
    const unknown = begin(flow({ start: 'a', nodes: [say('a', 'Dear {{ attributes.title }}')] }));
    expect(unknown).toMatchObject({ effects: [{ kind: 'handoff' }], outcome: { reason: 'text_failed' } });
    const known = begin(flow({ start: 'a', nodes: [say('a', 'Dear {{ attributes.title | default: "friend" }}')] }));
    expect(texts(known)).toEqual(['Dear friend']);
  });

  it('gives a person the customer whose texts take too long together', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const nodes = [...ids.map((id) => say(id, `${id} {{ name }}`)), say('e', 'No placeholder')];
    const edges = [...ids, 'e'].flatMap((id, index, all) => (index === 0 ? [] : [edge(all[index - 1]!, 'next', id)]));
    let at = 0;
    const slow = { ...around(), time: new TextTime(() => (at += ALL_TEXTS_MS / 2)) };
    const walked = advance(flow({ start: 'a', nodes, edges }), NEW_RUN, { kind: 'start', text: null }, slow);
    expect(texts(walked)).toEqual(['a Rosa', 'b Rosa']);
    expect(walked).toMatchObject({ outcome: { kind: 'ended', reason: 'text_failed' } });
    expect(walked.effects.at(-1)).toEqual({ kind: 'handoff' });
  });

  it('goes to other flows, and not for ever', () => {
    const to = (flowId: string) =>
      flow({ start: 'g', nodes: [say('g', flowId), { id: 'x', kind: 'goto', flowId }], edges: [edge('g', 'next', 'x')] });
    const context = { facts: FACTS, now: NOW, dueAfter: (_: unknown, from: number) => from };
    const start: FlowEvent[] = [{ kind: 'start', text: null }];
    const told = simulate({ id: 'one', definition: to('two') }, new Map([['two', ORDER]]), start, context);
    expect(told).toMatchObject({ node: 'size', waitsFor: 'answer', ended: null });
    const round = simulate({ id: 'one', definition: to('two') }, new Map([['two', to('one')]]), start, context);
    expect(round.ended).toBe('too_many_steps');
    const nowhere = simulate({ id: 'one', definition: to('gone') }, new Map(), start, context);
    expect(nowhere.ended).toBe('flow_missing');
    expect(nowhere.entries.at(-1)).toMatchObject({ effect: { kind: 'handoff' } });
  });

  it('waits for no answer for ever', () => {
    const asks = flow({ start: 'q', nodes: [{ id: 'q', kind: 'question', text: 'Who?', answer: 'text' }] });
    const asked = begin(asks);
    expect(asked.outcome).toEqual({ kind: 'waits', for: 'answer', dueAt: NOW + ANSWER_MS });
    expect(advance(asks, asked.state, { kind: 'due' }, around()).outcome).toEqual({ kind: 'ended', reason: 'no_answer' });
  });

  it('is begun by the closest trigger', () => {
    const first = { triggers: [{ kind: 'first_message' }] } as const;
    const word = { triggers: [{ kind: 'keyword', words: ['Menú'], match: 'contains' }] } as const;
    const button = { triggers: [{ kind: 'button', titles: ['See the menu'] }] } as const;
    const all = [first, word, button] as never[];
    expect(flowFor(all, { text: 'hola', isFirst: true })).toBe(first);
    expect(flowFor(all, { text: 'el MENU, por favor', isFirst: true })).toBe(word);
    expect(flowFor(all, { text: 'menus', isFirst: false })).toBeUndefined();
    expect(flowFor(all, { text: 'see the menu', isFirst: true })).toBe(button);
  });

  it('names everything that is wrong with a drawing', () => {
    const wrong = flow({
      start: 'gone',
      nodes: [
        { id: 'q', kind: 'question', text: '', answer: 'choice' },
        { id: 'm', kind: 'message', message: { type: 'text', text: '{{ name | nothing }}' } },
        { id: 'b', kind: 'branch', cases: [{ id: 'c', condition: { field: 'shoe', op: 'eq', value: 1 } }] },
        { id: 'g', kind: 'goto', flowId: 'x' },
        { id: 't', kind: 'tag' },
        { id: 's', kind: 'set', attribute: '!', value: 'x' },
      ],
      edges: [edge('m', 'next', 'q'), edge('m', 'next', 'b'), edge('q', 'choice:x', 'm')],
    });
    expect(new Set(faultsOf(wrong, new Set()).map(({ code }) => code))).toEqual(
      new Set([
        'no_start',
        'edge_loose',
        'two_edges',
        'unreachable',
        'text_missing',
        'choices_missing',
        'text_wrong',
        'condition_wrong',
        'flow_missing',
        'tags_missing',
        'attribute_wrong',
      ]),
    );
  });

  it('is the same for the same arguments, and passes no node without a line to it: random walks', () => {
    const random = seeded(20_261_201);
    for (let walk = 0; walk < WALKS; walk++) {
      const definition = randomFlow(random);
      const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
      let state: RunState = NEW_RUN;
      let event: FlowEvent = { kind: 'start', text: 'hi' };
      for (let turn = 0; turn < 8; turn++) {
        const before = JSON.stringify(state);
        const once = advance(definition, state, event, around());
        const twice = advance(definition, JSON.parse(before) as RunState, event, around());
        if (JSON.stringify(once) !== JSON.stringify(twice) || JSON.stringify(state) !== before) throw new Error(`walk ${walk} is not pure`);
        follow(definition, state.node, once, nodes, walk);
        state = once.state;
        if (once.outcome.kind !== 'waits') break;
        const kind = nodes.get(state.node!)!.kind;
        if ((once.outcome.for === 'answer') !== (kind === 'question')) throw new Error(`walk ${walk} waits at ${kind}`);
        event =
          once.outcome.for === 'time' || random() < 0.2
            ? { kind: 'due' }
            : { kind: 'message', type: 'text', text: random() < 0.5 ? '1' : '' };
      }
    }
  });
});

/** The model: what was left leads, line by line, to where it stands. */
function follow(
  definition: Definition,
  from: string | null,
  { passed, state, outcome }: Advance,
  nodes: Map<string, unknown>,
  walk: number,
): void {
  let at = from ?? definition.start;
  for (const { node, port } of passed) {
    if (node !== at) throw new Error(`walk ${walk} left ${node} and stood at ${at}`);
    at = definition.edges.find((edge) => edge.from === node && edge.port === port)?.to ?? null;
  }
  if (outcome.kind === 'waits' && at !== state.node) throw new Error(`walk ${walk} waits at ${state.node} and came to ${at}`);
  if (outcome.kind === 'ended' && outcome.reason === 'end' && at !== null && nodes.has(at))
    throw new Error(`walk ${walk} ended before ${at}`);
}

function randomFlow(random: () => number): Definition {
  const count = 2 + Math.floor(random() * 7);
  const pick = (): string => `n${Math.floor(random() * count)}`;
  const nodes = Array.from({ length: count }, (_, index) => {
    const id = `n${index}`;
    const kinds = [
      say(id, 'x'),
      { id, kind: 'question', text: '?', answer: 'number', saveAs: 'a', retries: 1, timeout: { amount: 1, unit: 'hours' } },
      { id, kind: 'wait', delay: { amount: 1, unit: 'hours' } },
      { id, kind: 'branch', cases: [{ id: 'c', condition: { field: 'attributes.a', op: 'exists', value: true } }] },
      { id, kind: 'set', attribute: 'b', value: '{{ answer | default: "-" }}' },
    ];
    return kinds[Math.floor(random() * kinds.length)]!;
  });
  const ports = ['next', 'invalid', 'timeout', 'case:c', 'else'];
  const edges = nodes.flatMap(({ id }) => ports.filter(() => random() < 0.8).map((port) => edge(id, port, pick())));
  return flow({ start: 'n0', nodes, edges });
}
