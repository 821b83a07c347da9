import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageRecorded, replyGenerated } from '#contracts';
import { breaksOf, contracts, publishedPath } from '../../../deploy/generate/published-contracts.js';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const now = contracts();
const read = (subject: string) => JSON.parse(readFileSync(join(ROOT, publishedPath(subject)), 'utf8'));

describe('published contracts', () => {
  it.each([...now.keys()])(
    '%s is understood by programs of the published version; what they would not understand is a version 2',
    (subject) => {
      expect(breaksOf(read(subject), now.get(subject)!)).toEqual([]);
    },
  );

  it('has no contract that nobody declares any more: its messages may still be on a stream', () => {
    const published = readdirSync(join(ROOT, 'libs/contracts/published')).map((file) => file.replace(/\.json$/, ''));
    expect(published.sort()).toEqual([...now.keys()].sort());
  });
});

describe('a change of a published contract', () => {
  /** The contract of an event, changed by `change`, held against the published one. */
  const breaks = (subject: string, change: (schema: any) => void): string[] => {
    const changed = structuredClone(now.get(subject)!);
    change(changed);
    return breaksOf(now.get(subject)!, changed);
  };
  const message = (schema: any) => schema.data.properties.message;

  it.each([
    ['a new optional field', (schema: any) => (schema.data.properties.note = { type: 'string' })],
    ['a new optional field further in', (schema: any) => (message(schema).properties.note = { type: 'string' })],
    ['a remark', (schema: any) => (message(schema).properties.text.description = 'What stands in the bubble')],
  ])('may be %s', (_, change) => {
    expect(breaks(messageRecorded.subject, change)).toEqual([]);
  });

  it.each([
    ['a removed field', (schema: any) => delete schema.data.properties.outletId],
    ['a removed optional field', (schema: any) => delete message(schema).properties.wamid],
    [
      'a renamed field',
      (schema: any) => {
        const { text, ...others } = message(schema).properties;
        message(schema).properties = { ...others, body: text };
      },
    ],
    [
      'a new required field',
      (schema: any) => {
        schema.data.properties.note = { type: 'string' };
        schema.data.required.push('note');
      },
    ],
    ['an optional field that is required now', (schema: any) => message(schema).required.push('text')],
    ['a required field that is optional now', (schema: any) => message(schema).required.pop()],
    ['a narrowed type', (schema: any) => (message(schema).properties.text = { type: 'string', maxLength: 10 })],
    ['another type', (schema: any) => (message(schema).properties.seq.type = 'string')],
    ['a narrowed enum', (schema: any) => message(schema).properties.author.enum.pop()],
    ['a value that consumers do not know', (schema: any) => message(schema).properties.author.enum.push('robot')],
  ])('may not be %s', (_, change) => {
    expect(breaks(messageRecorded.subject, change)).not.toEqual([]);
  });

  it('may not be one form less of several', () => {
    const forms = (schema: any): any[] => schema.data.properties.outcome.oneOf ?? schema.data.properties.outcome.anyOf;
    expect(breaks(replyGenerated.subject, (schema) => forms(schema).pop())).not.toEqual([]);
  });

  it('may be to a field whose name is a word of JSON Schema', () => {
    const published = { type: 'object', properties: { required: { type: 'boolean' }, title: { type: 'string' } } };
    expect(breaksOf(published, { type: 'object', properties: { title: { type: 'string' } } })).not.toEqual([]);
    expect(breaksOf(published, { type: 'object', properties: { ...published.properties, title: { type: 'number' } } })).not.toEqual([]);
  });
});
