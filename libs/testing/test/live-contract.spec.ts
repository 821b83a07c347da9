import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import {
  acknowledgement,
  LIVE_CLIENT_EVENTS,
  LIVE_SERVER_EVENTS,
  liveDocument,
  liveHandshake,
  liveHandshakeExample,
  LOGGED_EVENTS,
  type LiveEventDefinition,
} from '#contracts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const SERVER = LIVE_SERVER_EVENTS as readonly LiveEventDefinition[];
const CLIENT = LIVE_CLIENT_EVENTS as readonly LiveEventDefinition[];

type Json = Record<string, any>;
const document = liveDocument() as Json;
// Formats are zod's to check; strict mode is about schemas written by hand.
const ajv = () => new Ajv({ strict: false, validateFormats: false, allErrors: true });

describe('the live API', () => {
  it('is described by a valid AsyncAPI 3.0 document', () => {
    const specs = createRequire(import.meta.url)('@asyncapi/specs') as { schemas: Record<string, object> };
    // It brings the schema of schemas along.
    const validate = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false }).compile(
      specs.schemas['3.0.0']!,
    );
    expect(validate(document) ? [] : validate.errors).toEqual([]);
  });

  it.each(Object.entries(document.components.messages as Record<string, Json>).map(([key, message]) => ({ key, message })))(
    '$key has an example that fits its schema',
    ({ message }) => {
      const validate = ajv().compile(message.payload as object);
      for (const { payload } of message.examples) expect(validate(payload) ? [] : validate.errors).toEqual([]);
    },
  );

  it('every example is what the gateway and its clients take', () => {
    for (const { data, example } of [...SERVER, ...CLIENT]) expect(data.parse(example)).toEqual(example);
    for (const event of CLIENT) expect(() => acknowledgement(event).parse({ ok: true, ...(event.exampleAck as Json) })).not.toThrow();
    expect(liveHandshake.parse(liveHandshakeExample)).toEqual(liveHandshakeExample);
  });

  it('every reference leads somewhere, and every message belongs to an operation', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!);
    const lead = (path: string): unknown => path.split('/').reduce<any>((node, key) => node?.[key], document);
    expect(references.filter((path) => lead(path) === undefined)).toEqual([]);
    const used = new Set(references.filter((path) => path.startsWith('channels/live/messages/')).map((path) => path.split('/').at(-1)));
    expect(Object.keys(document.channels.live.messages as Json).filter((key) => !used.has(key))).toEqual([]);
  });

  it('each direction has every name once, and logged events say where they stand', () => {
    for (const events of [SERVER, CLIENT]) {
      const names = events.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
    const logged = SERVER.filter(({ name }) => (LOGGED_EVENTS as readonly string[]).includes(name));
    expect(logged).toHaveLength(LOGGED_EVENTS.length);
    for (const { example } of logged) expect(example).toMatchObject({ outletId: expect.any(String), inboxSeq: expect.any(Number) });
  });

  it('docs/asyncapi.json is what the catalogue says; `npm run generate` writes it', () => {
    expect(JSON.parse(readFileSync(resolve(ROOT, 'docs/asyncapi.json'), 'utf8'))).toEqual(document);
  });
});
