import type { AudienceFacts } from '../segments/matches.js';
import { CALL_ADDRESS, CALL_MS, requestOf, valuesOf } from './calls.js';
import { readDefinition, type Call, type Definition } from './definition.js';
import { faultsOf } from './faults.js';
import { advance, NEW_RUN, type FlowEvent } from './interpreter.js';
import { TextError, TextTime, type Placeholders } from './texts.js';

const NOW = 1_000_000_000_000;
const facts: AudienceFacts = {
  id: '0198c0de-0000-7000-8000-000000000011',
  name: 'Rosa "&?/',
  phone: '51987654321',
  language: 'es',
  tags: ['a', 'b'],
  attributes: { city: 'Lima', age: 30 },
  consent: 'unknown',
  createdAt: '2026-11-01T00:00:00.000Z',
  lastSeenAt: null,
  conversations: [],
};
const placeholders = (answer: string | null = null): Placeholders => ({ facts, answer, time: new TextTime() });
const call = (over: Partial<Call> = {}): Call => ({
  id: 'ask',
  x: 0,
  y: 0,
  kind: 'call',
  method: 'POST',
  url: 'https://shop.example/orders',
  body: null,
  save: [],
  ...over,
});
const flow = (over: Partial<Call> = {}): Definition => {
  const read = readDefinition({
    start: 'ask',
    nodes: [
      call(over),
      ...['found', 'lost'].map((id) => ({
        id,
        kind: 'message',
        message: { type: 'text', text: `${id} {{ attributes.state | default: "?" }}` },
      })),
    ],
    edges: [
      { from: 'ask', port: 'next', to: 'found' },
      { from: 'ask', port: 'failed', to: 'lost' },
    ],
  });
  if (!('definition' in read)) throw new Error(read.message);
  return read.definition;
};

describe('a request of a flow', () => {
  it('takes what customers wrote as values: it adds no part to the address and no field to what is sent', () => {
    const made = requestOf(
      call({
        url: 'https://shop.example/of/{{ name }}?q={{ answer }}&tags={{ tags }}',
        body: '{"name": {{ name }}, "said": {{ answer }}, "age": {{ attributes.age }}, "tags": {{ tags }}}',
      }),
      placeholders('x&admin=1#"}, "admin": true, {"'),
    );
    const url = new URL(made.url);
    expect(url.host).toBe('shop.example');
    expect(url.pathname).toBe(`/of/${encodeURIComponent('Rosa "&?/')}`);
    expect([...url.searchParams]).toEqual([
      ['q', 'x&admin=1#"}, "admin": true, {"'],
      ['tags', 'a,b'],
    ]);
    expect(JSON.parse(made.body)).toEqual({ name: 'Rosa "&?/', said: 'x&admin=1#"}, "admin": true, {"', age: 30, tags: ['a', 'b'] });
  });

  it('sends nothing with GET, and nothing that is no JSON', () => {
    expect(requestOf(call({ method: 'GET', body: '{"a": 1}' }), placeholders()).body).toBe('');
    for (const body of ['{"name": "{{ name }}"}', '{"city": {{ attributes.town }}}', '{{ name }} and more'])
      expect(() => requestOf(call({ body }), placeholders())).toThrow(TextError);
  });

  it('goes to a host that is written, never to one that is filled in', () => {
    for (const url of [
      'https://shop.example',
      'https://shop.example/a?b={{ phone }}',
      'http://127.0.0.1:8080/x',
      'https://shop.example/{{ name }}/{{ answer }}',
    ])
      expect([url, CALL_ADDRESS.test(url)]).toEqual([url, true]);
    for (const url of [
      '',
      'shop.example',
      'ftp://shop.example',
      'https://{{ answer }}',
      'https://shop.{{ answer }}/x',
      'https://a@{{ answer }}/',
      'https://user:pw@shop.example/',
      '{{ answer }}',
      'https://shop.example/a b',
      'https://shop.example\\@evil.example/',
    ])
      expect([url, CALL_ADDRESS.test(url)]).toEqual([url, false]);
  });

  it('is looked at before it is published', () => {
    const codes = (over: Partial<Call>): string[] => faultsOf(flow(over), new Set()).map(({ code }) => code);
    expect(codes({ body: '{"name": {{ name }}}', save: [{ path: 'order.state', attribute: 'state' }] })).toEqual([]);
    expect(codes({ url: 'https://{{ answer }}/' })).toEqual(['call_wrong']);
    expect(codes({ body: '{name}' })).toEqual(['call_wrong']);
    expect(codes({ body: '{"a": {{ name }' })).toEqual(['text_wrong']);
    expect(codes({ save: [{ path: 'a', attribute: '$' }] })).toEqual(['attribute_wrong']);
  });
});

describe('what is kept of an answer', () => {
  it('is a text, a number, or yes and no, from where it is said, and nothing that objects inherit', () => {
    const save = ['order.state', 'order.lines.1.count', 'ok', 'order', 'missing.at.all', 'constructor.name', 'order.length', 'long'].map(
      (path, index) => ({
        path,
        attribute: `a${index}`,
      }),
    );
    const answer = { order: { state: 'shipped', lines: [{ count: 1 }, { count: 2 }] }, ok: true, long: 'x'.repeat(2_000) };
    expect(valuesOf(call({ save }), answer)).toEqual([
      { attribute: 'a0', value: 'shipped' },
      { attribute: 'a1', value: 2 },
      { attribute: 'a2', value: 'true' },
      { attribute: 'a7', value: 'x'.repeat(1_000) },
    ]);
    for (const other of [null, 'text', 3, undefined, []]) expect(valuesOf(call({ save }), other)).toEqual([]);
  });
});

describe('a flow that asks another system', () => {
  const definition = flow({ body: '{"phone": {{ phone }}}', save: [{ path: 'state', attribute: 'state' }] });
  const around = { facts, now: NOW, dueAfter: () => NOW, time: new TextTime() };
  const begun = advance(definition, NEW_RUN, { kind: 'start', text: null }, around);
  const said = (event: FlowEvent): unknown[] =>
    advance(definition, begun.state, event, around).effects.map((effect) => (effect.kind === 'send' ? effect.message.text : effect.kind));

  it('waits for the answer, two minutes at most', () => {
    expect(begun.effects).toEqual([
      { kind: 'call', node: 'ask', request: { method: 'POST', url: 'https://shop.example/orders', body: '{"phone": "51987654321"}' } },
    ]);
    expect(begun.outcome).toEqual({ kind: 'waits', for: 'call', dueAt: NOW + CALL_MS });
  });

  it('goes on with what it is told, and by another way where it is told nothing', () => {
    expect(said({ kind: 'called', answer: { state: 'shipped' } })).toEqual(['attribute', 'found shipped']);
    expect(said({ kind: 'called', answer: {} })).toEqual(['found ?']);
    expect(said({ kind: 'called', answer: undefined })).toEqual(['lost ?']);
    expect(said({ kind: 'called', failure: 'timeout' })).toEqual(['lost ?']);
    expect(said({ kind: 'due' })).toEqual(['lost ?']);
  });
});
