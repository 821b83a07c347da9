import { v7 } from 'uuid';
import { Logger } from '#service-kit';
import { TenantDatabase } from '#database';
import { eventually, startInfrastructure, type Infrastructure } from '#testing';
import { QdrantVectorIndex } from '../src/clients/qdrant/qdrant-vector-index.js';
import { toUnit } from '../src/domain/vectors/packed-vectors.js';
import type { VectorIndex } from '../src/domain/vectors/vector-index.js';
import { PostgresVectorIndex } from '../src/persistence/vectors/postgres-vector-index.js';
import { VectorsRepository } from '../src/persistence/vectors/vectors.repository.js';
import { FakeQdrant } from './fake-qdrant.js';
import { SCHEMAS } from './schemas.js';

let infra: Infrastructure;
let database: TenantDatabase;
const qdrant = new FakeQdrant();
const homes: Record<string, VectorIndex> = {};
/** A real server, where one is named. */
const REAL = process.env.QDRANT_URL;
const NAMES = ['Postgres', 'a stand-in for Qdrant that knows its OpenAPI document', ...(REAL ? ['Qdrant'] : [])];

beforeAll(async () => {
  infra = await startInfrastructure({ modules: SCHEMAS });
  database = new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf('knowledge'), schema: 'knowledge' });
  homes[NAMES[0]!] = new PostgresVectorIndex(database, new VectorsRepository(), Logger.create('test', 'fatal'));
  homes[NAMES[1]!] = new QdrantVectorIndex({ url: await qdrant.start(), apiKey: undefined });
  if (REAL) homes[NAMES[2]!] = new QdrantVectorIndex({ url: REAL, apiKey: process.env.QDRANT_API_KEY });
}, 120_000);
afterAll(async () => {
  await database?.close();
  await qdrant.stop();
  await infra?.stop();
});

const MODEL = 'contract';
const unit = (...values: number[]): Float32Array => toUnit(values);
const chunk = (...vectors: Float32Array[]) => ({ chunkId: v7(), vectors });

/** Postgres notices after a second that another process changed something; here it is asked until it has. */
const near = async (home: VectorIndex, tenant: string, question: Float32Array, most = 10, model = MODEL) =>
  (await home.nearest(tenant, model, [question], most))[0]!;

describe.each(NAMES)('a home of vectors: %s', (name) => {
  it('finds the nearest passages of the tenant, by their best vector, each once', async () => {
    const home = homes[name]!;
    const [tenant, other, document] = [v7(), v7(), v7()];
    expect(await near(home, tenant, unit(1, 0, 0, 0))).toEqual([]);
    const [first, second, third] = [
      chunk(unit(0, 1, 0, 0), unit(1, 0, 0, 0)),
      chunk(unit(1, 1, 0, 0), unit(1, 2, 0, 0)),
      chunk(unit(0, 0, 1, 0)),
    ];
    await home.put(tenant, MODEL, document, [first, second, third]);
    await home.put(other, MODEL, v7(), [chunk(unit(1, 0, 0, 0))]);
    await eventually(async () => {
      const found = await near(home, tenant, unit(1, 0, 0, 0));
      expect(found.map(({ chunkId }) => chunkId)).toEqual([first.chunkId, second.chunkId, third.chunkId]);
      expect(found.every(({ documentId }) => documentId === document)).toBe(true);
      for (const [place, similarity] of [1, Math.SQRT1_2, 0].entries()) {
        expect(Math.abs(found[place]!.similarity - similarity)).toBeLessThan(0.01);
      }
    });
    expect(await near(home, tenant, unit(1, 0, 0, 0), 1)).toHaveLength(1);
    const [one, two] = await home.nearest(tenant, MODEL, [unit(0, 0, 1, 0), unit(0, 1, 0, 0)], 1);
    expect([one![0]!.chunkId, two![0]!.chunkId]).toEqual([third.chunkId, first.chunkId]);
    expect(await near(home, tenant, unit(1, 0, 0, 0), 10, 'another model')).toEqual([]);
  });

  it('stores a document again without a double, and forgets it of every model, and only it', async () => {
    const home = homes[name]!;
    const [tenant, gone, kept] = [v7(), v7(), v7()];
    const [a, b] = [chunk(unit(1, 0, 0, 0)), chunk(unit(1, 0.1, 0, 0))];
    for (const model of [MODEL, 'contract-2']) {
      for (let again = 0; again < 2; again++) await home.put(tenant, model, gone, [a]);
      await home.put(tenant, model, kept, [b]);
    }
    await eventually(async () => expect(await near(home, tenant, unit(1, 0, 0, 0))).toHaveLength(2));
    await home.remove(v7(), [gone]);
    await home.remove(tenant, [gone]);
    for (const model of [MODEL, 'contract-2']) {
      await eventually(async () =>
        expect((await near(home, tenant, unit(1, 0, 0, 0), 10, model)).map(({ documentId }) => documentId)).toEqual([kept]),
      );
    }
    await home.removeTenant(tenant);
    await eventually(async () => expect(await near(home, tenant, unit(1, 0, 0, 0))).toEqual([]));
  });
});

it('asks Qdrant for nothing that its OpenAPI document does not allow', () => {
  expect(qdrant.refused).toEqual([]);
  expect(qdrant.points().every(({ payload }) => Object.keys(payload).toSorted().join() === 'chunk,document,tenant')).toBe(true);
});
