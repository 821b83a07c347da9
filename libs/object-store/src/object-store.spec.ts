import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { checkObjectStore, objectStoreEnv, openObjectStore, ObjectMismatch, ObjectTooLarge, withHead, type ObjectStore } from './index.js';

const A = '0198c0de-0000-7000-8000-00000000000a';
const B = '0198c0de-0000-7000-8000-00000000000b';
const ONE = '0198c0de-0000-7000-8000-000000000001';
const TWO = '0198c0de-0000-7000-8000-000000000002';

const schema = z.object(objectStoreEnv).superRefine(checkObjectStore);

async function* chunks(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

async function* breaking(): AsyncGenerator<Buffer> {
  yield Buffer.from('the beginning');
  throw new Error('the line went dead');
}

/** As much of the S3 protocol as the store uses; takes no request that is not signed (AWS Signature Version 4). */
class S3StandIn {
  readonly objects = new Map<string, Buffer>();
  readonly unsigned: string[] = [];
  /** Answers that come before the right one. */
  readonly faults: number[] = [];
  #server!: Server;

  async start(): Promise<string> {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received: Buffer[] = [];
    for await (const chunk of request) received.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url!, 'http://s3');
    const isSigned =
      /^AWS4-HMAC-SHA256 Credential=key-id\/\d{8}\/eu-test-1\/s3\/aws4_request, SignedHeaders=[^,]*\bhost\b[^,]*, Signature=[0-9a-f]{64}$/.test(
        request.headers.authorization ?? '',
      );
    if (!isSigned || !request.headers['x-amz-date']) {
      this.unsigned.push(`${request.method} ${request.url}`);
      return void response.writeHead(403).end();
    }
    const fault = this.faults.shift();
    if (fault) return void response.writeHead(fault).end();
    const [, bucket, ...rest] = pathname.split('/');
    if (bucket !== 'media-bucket') return void response.writeHead(404).end();
    const key = rest.join('/');
    const found = this.objects.get(key);
    switch (request.method) {
      case 'PUT':
        this.objects.set(key, Buffer.concat(received));
        return void response.writeHead(200).end();
      case 'DELETE':
        this.objects.delete(key);
        return void response.writeHead(204).end();
      default: {
        if (key === '') {
          const prefix = searchParams.get('prefix') ?? '';
          const keys = [...this.objects.keys()].filter((name) => name.startsWith(prefix)).slice(0, 2);
          const contents = keys.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
          response.setHeader('content-type', 'application/xml');
          return void response.end(`<?xml version="1.0"?><ListBucketResult><Name>media-bucket</Name>${contents}</ListBucketResult>`);
        }
        if (!found) {
          response.writeHead(404, { 'content-type': 'application/xml' });
          return void response.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>');
        }
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
        if (from === undefined) return void response.writeHead(200, { 'content-length': found.length }).end(found);
        const part = found.subarray(Number(from), Number(to) + 1);
        response.writeHead(206, { 'content-length': part.length, 'content-range': `bytes ${from}-${to}/${found.length}` });
        return void response.end(part);
      }
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'chasqui-objects-'));
const s3 = new S3StandIn();
let endpoint: string;
beforeAll(async () => {
  endpoint = await s3.start();
});
afterAll(async () => {
  await s3.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['files', () => ({ DATA_DIR: folder })],
  [
    'an S3 bucket',
    () => ({
      OBJECT_STORE: 's3',
      S3_ENDPOINT: endpoint,
      S3_BUCKET: 'media-bucket',
      S3_REGION: 'eu-test-1',
      S3_ACCESS_KEY_ID: 'key-id',
      S3_SECRET_ACCESS_KEY: 'key-secret',
    }),
  ],
])('an object store of %s', (_, env) => {
  let store: ObjectStore;
  beforeAll(() => {
    store = openObjectStore(schema.parse(env()));
  });
  afterAll(() => store.close());
  afterEach(async () => {
    await store.deletePrefix(A);
    await store.deletePrefix(B);
  });

  const text = async (tenantId: string, id: string, range?: { start: number; end: number }): Promise<string | undefined> => {
    const found = await store.get({ tenantId, id }, range);
    return found && (await buffer(found.body)).toString();
  };

  it('gives back the very bytes, and tells their size and hash', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 0, 128]);
    const put = await store.put({ tenantId: A, id: ONE }, chunks(bytes.subarray(0, 2), bytes.subarray(2)), { maxBytes: 6 });
    expect(put).toEqual({ sizeBytes: 6, sha256: createHash('sha256').update(bytes).digest('hex') });
    const found = await store.get({ tenantId: A, id: ONE });
    expect(found!.sizeBytes).toBe(6);
    expect(await buffer(found!.body)).toEqual(bytes);
  });

  it('keeps an object without bytes', async () => {
    expect((await store.put({ tenantId: A, id: ONE }, chunks(), { maxBytes: 5 })).sizeBytes).toBe(0);
    expect(await text(A, ONE)).toBe('');
  });

  it('gives a part, and with it the size of the whole', async () => {
    await store.put({ tenantId: A, id: ONE }, chunks('0123456789'), { maxBytes: 10 });
    expect(await text(A, ONE, { start: 2, end: 4 })).toBe('234');
    const part = await store.get({ tenantId: A, id: ONE }, { start: 9, end: 9 });
    part!.body.destroy();
    expect(part!.sizeBytes).toBe(10);
  });

  it('has nothing where nothing was put, and deletes it all the same', async () => {
    expect(await store.get({ tenantId: A, id: ONE })).toBeUndefined();
    await store.delete({ tenantId: A, id: ONE });
  });

  it('puts in place of what was there, and deletes', async () => {
    await store.put({ tenantId: A, id: ONE }, chunks('old'), { maxBytes: 10 });
    await store.put({ tenantId: A, id: ONE }, chunks('new'), { maxBytes: 10 });
    expect(await text(A, ONE)).toBe('new');
    await store.delete({ tenantId: A, id: ONE });
    expect(await text(A, ONE)).toBeUndefined();
  });

  it.each([
    ['is too large', () => chunks('12345', '6'), { maxBytes: 5 }, ObjectTooLarge],
    ['has another hash than announced', () => chunks('12345'), { maxBytes: 5, sha256: '00'.repeat(32) }, ObjectMismatch],
    ['breaks off', breaking, { maxBytes: 100 }, Error],
  ])('keeps what was there, and nothing else, when what comes %s', async (_case, body, options, error) => {
    await store.put({ tenantId: A, id: ONE }, chunks('before'), { maxBytes: 10 });
    await expect(store.put({ tenantId: A, id: ONE }, body(), options)).rejects.toThrow(error);
    await expect(store.put({ tenantId: A, id: TWO }, body(), options)).rejects.toThrow(error);
    expect(await text(A, ONE)).toBe('before');
    expect(await text(A, TWO)).toBeUndefined();
  });

  it('keeps tenants apart, and deletes everything of one alone', async () => {
    for (const [tenantId, id] of [
      [A, ONE],
      [A, TWO],
      [A, B],
      [B, ONE],
    ] as const) {
      await store.put({ tenantId, id }, chunks(`${tenantId} ${id}`), { maxBytes: 100 });
    }
    await store.deletePrefix(A);
    for (const id of [ONE, TWO, B]) expect(await text(A, id)).toBeUndefined();
    expect(await text(B, ONE)).toBe(`${B} ${ONE}`);
  });

  it.each(['..', '../../etc/passwd', '', A.toUpperCase(), `${A}/${ONE}`, '.incoming', `${A}\0`])(
    'takes no key with the part %j, wherever it stands',
    async (part) => {
      for (const key of [
        { tenantId: part, id: ONE },
        { tenantId: A, id: part },
      ]) {
        await expect(store.put(key, chunks('x'), { maxBytes: 10 })).rejects.toThrow(TypeError);
        await expect(store.get(key)).rejects.toThrow(TypeError);
        await expect(store.delete(key)).rejects.toThrow(TypeError);
      }
      await expect(store.deletePrefix(part)).rejects.toThrow(TypeError);
    },
  );
});

describe('objects as files', () => {
  it('leaves no part of what was not kept, and lets nobody else read', async () => {
    const store = openObjectStore(schema.parse({ DATA_DIR: folder }));
    await expect(store.put({ tenantId: A, id: ONE }, breaking(), { maxBytes: 100 })).rejects.toThrow('dead');
    await store.put({ tenantId: A, id: ONE }, chunks('x'), { maxBytes: 1 });
    expect(readdirSync(join(folder, 'objects', '.incoming'))).toEqual([]);
    expect(statSync(join(folder, 'objects', A, ONE)).mode & 0o077).toBe(0);
    await store.deletePrefix(A);
  });
});

describe('objects in a bucket', () => {
  const store = (): ObjectStore =>
    openObjectStore(
      schema.parse({
        OBJECT_STORE: 's3',
        S3_ENDPOINT: endpoint,
        S3_BUCKET: 'media-bucket',
        S3_REGION: 'eu-test-1',
        S3_ACCESS_KEY_ID: 'key-id',
        S3_SECRET_ACCESS_KEY: 'key-secret',
      }),
    );

  it('puts again what the store failed to take, and has signed every request', async () => {
    const bucket = store();
    s3.faults.push(500, 503);
    await bucket.put({ tenantId: A, id: ONE }, chunks('abc'), { maxBytes: 3 });
    expect(s3.objects.get(`${A}/${ONE}`)?.toString()).toBe('abc');
    expect(s3.unsigned).toEqual([]);
    await bucket.deletePrefix(A);
    await bucket.close();
  });
});

it.each([
  [['ab', 'cd', 'ef'], 3, 'abc'],
  [['ab'], 3, 'ab'],
  [[], 3, ''],
])('the head of %j, %i bytes of it, leaves the stream whole', async (parts, bytes, expected) => {
  const { head, all } = await withHead(chunks(...parts), bytes);
  expect(head.toString()).toBe(expected);
  expect((await buffer(all)).toString()).toBe(parts.join(''));
});

describe('the environment of an object store', () => {
  it('is complete with nothing set', () => {
    expect(schema.parse({})).toMatchObject({ OBJECT_STORE: 'file', DATA_DIR: '.data' });
  });

  it('names every setting that a bucket lacks', () => {
    const { error } = schema.safeParse({ OBJECT_STORE: 's3', S3_BUCKET: 'media' });
    expect(error!.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual([
      'S3_REGION is required with OBJECT_STORE=s3',
      'S3_ACCESS_KEY_ID is required with OBJECT_STORE=s3',
      'S3_SECRET_ACCESS_KEY is required with OBJECT_STORE=s3',
    ]);
  });

  it.each([{ OBJECT_STORE: 'ftp' }, { S3_ENDPOINT: 'not a url' }, { S3_ENDPOINT: 'file:///etc' }, { S3_BUCKET: 'A/../B' }])(
    'refuses %j',
    (env) => {
      expect(schema.safeParse(env).success).toBe(false);
    },
  );
});
