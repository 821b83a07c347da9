import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv, type ValidateFunction } from 'ajv';

interface Point {
  id: string;
  vector: number[];
  payload: Record<string, string>;
}
interface Condition {
  key: string;
  match: { value?: string; any?: string[] };
}
interface Collection {
  size: number;
  indexes: Set<string>;
  points: Map<string, Point>;
}

const document = JSON.parse(readFileSync(new URL('./qdrant-openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, { requestBody?: { $ref: string } }>>;
  schemas: Record<string, object>;
};

/** OpenAPI 3.0 into JSON Schema: `nullable` alone is null, references lead into one document. */
function toSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSchema);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]![0] === 'nullable') return { type: 'null' };
  return Object.fromEntries(
    entries.map(([key, each]) => (key === '$ref' ? [key, `#/definitions/${(each as string).split('/').at(-1)}`] : [key, toSchema(each)])),
  );
}
const ajv = new Ajv({ strict: false, validateFormats: false });
const definitions = toSchema(document.schemas);
const validators = new Map<string, ValidateFunction>();
function bodyCheck(path: string, method: string): ValidateFunction | undefined {
  const schema = document.paths[path]?.[method]?.requestBody;
  if (!schema) return undefined;
  const key = `${method} ${path}`;
  const check = validators.get(key) ?? ajv.compile({ ...(toSchema(schema) as object), definitions });
  validators.set(key, check);
  return check;
}

const ROUTES: readonly [pattern: RegExp, path: string][] = [
  [/^\/collections$/, '/collections'],
  [/^\/collections\/([^/]+)\/exists$/, '/collections/{collection_name}/exists'],
  [/^\/collections\/([^/]+)\/index$/, '/collections/{collection_name}/index'],
  [/^\/collections\/([^/]+)\/points\/delete$/, '/collections/{collection_name}/points/delete'],
  [/^\/collections\/([^/]+)\/points\/query\/batch$/, '/collections/{collection_name}/points/query/batch'],
  [/^\/collections\/([^/]+)\/points$/, '/collections/{collection_name}/points'],
  [/^\/collections\/([^/]+)$/, '/collections/{collection_name}'],
];

/**
 * What of Qdrant 1.19 we ask for, on a real socket. Each request must be one that its published OpenAPI document allows, and filter by what has an
 * index, as its strict mode demands; else 400. What is asked for is done for real, by comparing all points.
 */
export class FakeQdrant {
  readonly collections = new Map<string, Collection>();
  /** Requests that were refused, and why. */
  readonly refused: string[] = [];
  isAway = false;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Every point that it has, of any collection. */
  points(): Point[] {
    return [...this.collections.values()].flatMap(({ points }) => [...points.values()]);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const piece of request) text += piece;
    const answer = (status: number, result: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === 200 ? { result, status: 'ok', time: 0 } : { status: { error: result }, time: 0 }));
    };
    if (this.isAway) return answer(503, 'away');
    const { pathname } = new URL(request.url!, 'http://qdrant');
    const method = request.method!.toLowerCase();
    const route = ROUTES.find(([pattern]) => pattern.test(pathname));
    const refuse = (why: string): void => {
      this.refused.push(`${method} ${pathname}: ${why}`);
      answer(400, why);
    };
    if (!route || !document.paths[route[1]]?.[method]) return refuse('no such operation');
    const body = text === '' ? undefined : (JSON.parse(text) as unknown);
    const check = bodyCheck(route[1], method);
    if (check && !check(body)) return refuse(ajv.errorsText(check.errors));
    try {
      const result = this.#do(`${method} ${route[1]}`, route[0].exec(pathname)![1], body);
      if (result === undefined) answer(404, 'no such collection');
      else answer(200, result);
    } catch (error) {
      refuse((error as Error).message);
    }
  }

  #do(operation: string, name: string | undefined, body: unknown): unknown {
    if (operation === 'get /collections') return { collections: [...this.collections.keys()].map((each) => ({ name: each })) };
    if (operation.endsWith('/exists')) return { exists: this.collections.has(name!) };
    if (operation === 'put /collections/{collection_name}') {
      if (this.collections.has(name!)) throw new Error('the collection exists');
      const { vectors } = body as { vectors: { size: number } };
      this.collections.set(name!, { size: vectors.size, indexes: new Set(), points: new Map() });
      return true;
    }
    const collection = this.collections.get(name!);
    if (!collection) return undefined;
    switch (operation) {
      case 'put /collections/{collection_name}/index':
        collection.indexes.add((body as { field_name: string }).field_name);
        break;
      case 'put /collections/{collection_name}/points':
        for (const point of (body as { points: Point[] }).points) {
          if (point.vector.length !== collection.size) throw new Error(`a vector of ${point.vector.length} dimensions`);
          collection.points.set(point.id, point);
        }
        break;
      case 'post /collections/{collection_name}/points/delete':
        for (const { id } of filtered(collection, (body as { filter: Filter }).filter)) collection.points.delete(id);
        break;
      default:
        return (body as { searches: { query: number[]; filter: Filter; limit: number }[] }).searches.map(({ query, filter, limit }) => ({
          points: filtered(collection, filter)
            .map(({ id, vector, payload }) => ({ id, version: 0, score: cosine(query, vector), payload }))
            .sort((a, b) => b.score - a.score)
            .slice(0, limit),
        }));
    }
    return { operation_id: 0, status: 'completed' };
  }
}

interface Filter {
  must: Condition[];
}

function filtered({ points, indexes }: Collection, filter: Filter): Point[] {
  const unindexed = filter.must.find(({ key }) => !indexes.has(key));
  if (unindexed) throw new Error(`strict mode: no index for ${unindexed.key}`);
  return [...points.values()].filter(({ payload }) =>
    filter.must.every(({ key, match }) => (match.any ?? [match.value]).includes(payload[key]!)),
  );
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const product = a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  return product / (Math.hypot(...a) * Math.hypot(...b) || 1);
}
