/** The parts of an OpenAPI document that routing needs. */
export interface ApiDocument {
  paths?: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

export interface Route {
  service: string;
  /** True for an operation without a security requirement: it takes callers without credentials. */
  public: boolean;
}

export type RouteMatch = { found: 'route'; route: Route } | { found: 'path'; allow: string[] } | { found: 'nothing' };

/** The gateway forwards only these paths; everything else that a service serves is internal. */
export const API_PREFIX = '/api/v1/';
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'patch'];

class RouteConflict extends Error {
  readonly code = 'route_claimed_twice';
}

interface Node {
  literals: Map<string, Node>;
  parameter?: Node;
  methods: Map<string, Route>;
}

const newNode = (): Node => ({ literals: new Map(), methods: new Map() });

/** Which service answers which method and path, as the services' OpenAPI documents say. */
export class RouteTable {
  readonly #root = newNode();

  /** @throws when two services claim one method and path; the names of path parameters do not tell paths apart. */
  constructor(documents: ReadonlyMap<string, ApiDocument>) {
    for (const [service, document] of documents) {
      for (const [path, operations] of Object.entries(document.paths ?? {})) {
        if (!path.startsWith(API_PREFIX)) continue;
        const node = this.#nodeOf(path);
        for (const method of METHODS) {
          const operation = operations[method] as { security?: unknown[] } | undefined;
          if (!operation) continue;
          const claimed = node.methods.get(method.toUpperCase());
          if (claimed && claimed.service !== service) {
            throw new RouteConflict(`${method.toUpperCase()} ${path} is claimed by ${claimed.service} and by ${service}`);
          }
          node.methods.set(method.toUpperCase(), { service, public: !operation.security?.length });
        }
      }
    }
  }

  /** @param path without query, as it came: a percent-encoded segment only ever matches a parameter */
  match(method: string, path: string): RouteMatch {
    const nodes: Node[] = [];
    collect(this.#root, path.split('/').slice(1), 0, nodes);
    const wanted = method === 'HEAD' ? 'GET' : method;
    for (const node of nodes) {
      const route = node.methods.get(wanted);
      if (route) return { found: 'route', route };
    }
    const allow = new Set(nodes.flatMap((node) => [...node.methods.keys()]));
    if (allow.has('GET')) allow.add('HEAD');
    return allow.size > 0 ? { found: 'path', allow: [...allow].sort() } : { found: 'nothing' };
  }

  #nodeOf(path: string): Node {
    let node = this.#root;
    for (const segment of path.split('/').slice(1)) {
      if (/^\{.*\}$/.test(segment)) {
        node = node.parameter ??= newNode();
      } else {
        const next = node.literals.get(segment) ?? newNode();
        node.literals.set(segment, next);
        node = next;
      }
    }
    return node;
  }
}

/** Every node that the path reaches, literal segments before parameters. */
function collect(node: Node, segments: readonly string[], depth: number, found: Node[]): void {
  const segment = segments[depth];
  if (segment === undefined) {
    if (node.methods.size > 0) found.push(node);
    return;
  }
  const literal = node.literals.get(segment);
  if (literal) collect(literal, segments, depth + 1, found);
  if (node.parameter && segment !== '') collect(node.parameter, segments, depth + 1, found);
}
