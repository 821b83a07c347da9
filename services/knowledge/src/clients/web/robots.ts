import { LRUCache } from 'lru-cache';
import robotsModule from 'robots-parser';

/** The word for us in robots.txt. */
export const NAME = 'Chasqui';

const KEPT_MS = 60 * 60_000;
const MOST_ORIGINS = 1_000;
/** Of all that is kept, in characters. */
const MOST_KEPT = 16 * 1024 * 1024;
/** What a rule takes beside its characters. */
const RULE_SIZE = 100;
const MAX_LINE = 2_000;
const MAX_RULES = 2_000;
/** Characters of rules that hold a `*`: telling whether one matches takes its length times that of the path. */
const MAX_WILD = 20_000;

/** A group of ours that says no more than a delay is one too: the rules for everybody do not count then. */
const RULES: ReadonlySet<string> = new Set(['allow', 'disallow', 'crawl-delay']);

export interface Robots {
  /** @returns undefined for an address of another host */
  isAllowed(url: string, agent: string): boolean | undefined;
}
/** Its types speak of an ES module, and it is CommonJS. */
const robotsParser = robotsModule as unknown as (url: string, text: string) => Robots;

/** What sites ask of us, for an hour; of many sites, or of sites that ask much, those that were read last. */
export class RobotsCache {
  readonly #kept = new LRUCache<string, { robots: Robots; size: number }>({
    max: MOST_ORIGINS,
    maxSize: MOST_KEPT,
    sizeCalculation: ({ size }) => size,
    ttl: KEPT_MS,
  });

  /** @returns characters of all that is kept, and {@link RULE_SIZE} for each rule */
  get size(): number {
    return this.#kept.calculatedSize;
  }

  get(origin: string): Robots | undefined {
    return this.#kept.get(origin)?.robots;
  }

  /** @param text of its robots.txt */
  set(origin: string, text: string): Robots {
    const rules = rulesForUs(text);
    const robots = robotsParser(`${origin}/robots.txt`, rules.join('\n'));
    this.#kept.set(origin, { robots, size: rules.reduce((sum, rule) => sum + rule.length + RULE_SIZE, RULE_SIZE) });
    return robots;
  }
}

/**
 * The lines of a robots.txt (RFC 9309) that speak to us or to everybody, as far as they go: the parser keeps each rule once for each name above it,
 * and a file of half a megabyte may hold twenty thousand of both. Lines that are too long are left out, and so is all after the first
 * {@link MAX_RULES} rules.
 */
export function rulesForUs(text: string): string[] {
  const kept: string[] = [];
  let rules = 0;
  let wild = 0;
  const names = new Set<string>();
  let isNaming = false;
  let isNamed = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.length > MAX_LINE) continue;
    const said = line.split('#', 1)[0]!;
    const colon = said.indexOf(':');
    if (colon < 0) continue;
    const field = said.slice(0, colon).trim().toLowerCase();
    const value = said.slice(colon + 1).trim();
    if (field === 'user-agent') {
      if (!isNaming) names.clear();
      isNaming = true;
      isNamed = false;
      // A version may follow the name.
      const name = value.split('/', 1)[0]!.trim().toLowerCase();
      if (name === '*' || name === NAME.toLowerCase()) names.add(name);
      continue;
    }
    // Any other field ends the list of names, also one that is no rule.
    if (field) isNaming = false;
    if (!RULES.has(field) || names.size === 0) continue;
    if (value.includes('*') && (wild += value.length) > MAX_WILD) continue;
    if (++rules > MAX_RULES) break;
    if (!isNamed) kept.push(...Array.from(names, (name) => `user-agent: ${name}`));
    isNamed = true;
    kept.push(`${field}: ${value}`);
  }
  return kept;
}
