import { Injectable } from '@nestjs/common';
import type { Route } from '../../domain/marketing/route.js';

/** A change of the category, or what another process was told, is met a moment later. */
const KNOWN_MS = 5_000;
const MOST = 10_000;

/** The ways of templates that were just sent: one that goes to a hundred thousand is not looked up for each. */
@Injectable()
export class KnownRoutes {
  readonly #known = new Map<string, { route: Route; until: number }>();

  get(key: string): Route | undefined {
    const known = this.#known.get(key);
    return known && known.until > performance.now() ? known.route : undefined;
  }

  set(key: string, route: Route): void {
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(key, { route, until: performance.now() + KNOWN_MS });
  }

  /** What was known of one account no longer holds. */
  forget(prefix: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(prefix)) this.#known.delete(key);
  }
}
