import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { durableOf, EVENTS, PROBLEM_CODES, QUERIES, SERVICES } from '#contracts';
import { errorsDocument } from '../../../deploy/generate/errors-document.js';
import { eventsDocument } from '../../../deploy/generate/events-document.js';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

describe('contracts', () => {
  it.each(EVENTS.map((event) => ({ event, subject: event.subject })))(
    '$subject accepts its own example and survives the wire',
    ({ event }) => {
      const parsed = event.data.parse(event.example);
      expect(event.data.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
      expect(typeof event.key(parsed)).toBe('string');
    },
  );

  it.each(EVENTS.map((event) => ({ event, subject: event.subject })))('$subject names a producer and consumers that exist', ({ event }) => {
    expect(SERVICES).toEqual(expect.arrayContaining([event.producer, ...event.consumers]));
    expect(event.consumers.length).toBeGreaterThan(0);
  });

  it('has no two events of one subject, and no two durables of one name', () => {
    const subjects = EVENTS.map((event) => event.subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    const durables = EVENTS.flatMap((event) => event.consumers.map((consumer) => durableOf(event, consumer)));
    expect(new Set(durables).size).toBe(durables.length);
    // Stream and durable names are subject tokens of the JetStream API: no dots, blanks or wildcards.
    expect(durables.filter((name) => !/^[\w-]+$/.test(name))).toEqual([]);
  });

  it.each(QUERIES.map((query) => ({ query, subject: query.subject })))('$subject accepts its own examples', ({ query }) => {
    expect(() => query.request.parse(query.exampleRequest)).not.toThrow();
    expect(() => query.reply.parse(query.exampleReply)).not.toThrow();
  });

  it('docs/events.md is what the catalog says; `npm run generate` writes it', () => {
    expect(readFileSync(resolve(ROOT, 'docs/events.md'), 'utf8')).toBe(eventsDocument());
  });

  it('docs/errors.md is what the codes say', () => {
    expect(readFileSync(resolve(ROOT, 'docs/errors.md'), 'utf8')).toBe(errorsDocument());
  });

  it('has no code that nothing answers with', () => {
    const sources = ['services', 'libs'].flatMap((folder) =>
      readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\/src\/.*\.ts$/.test(file) && !/spec\.ts$|^dashboard\/|problem-codes/.test(file))
        .map((file) => readFileSync(resolve(ROOT, folder, file), 'utf8')),
    );
    // `name_taken` and its like are made of the field's name.
    const written = (code: string): boolean =>
      sources.some((text) => text.includes(`'${code}'`) || (code.endsWith('_taken') && text.includes('}_taken`')));
    expect(Object.keys(PROBLEM_CODES).filter((code) => !written(code))).toEqual([]);
  });
});
