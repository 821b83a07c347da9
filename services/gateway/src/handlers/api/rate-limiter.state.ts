import { Injectable } from '@nestjs/common';
import { isDatabaseUnavailable, TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { RateLimit, Standing } from '../../domain/api/rate-limit.js';
import { KnownUntil } from '../../domain/api/known-until.js';
import { RateWindowsRepository } from '../../persistence/api/rate-windows.repository.js';

/** Maximum of subjects in one statement. */
const MAX_TOGETHER = 256;
const MAX_REMEMBERED = 10_000;

interface Waiting {
  limit: RateLimit;
  takers: { resolve: (standing: Standing) => void; reject: (error: Error) => void }[];
}

/**
 * Counts requests against their limits, exactly and for all gateways together: Postgres counts a request before it is let in. Requests that
 * come while one statement runs share the next. A subject with a spent window is refused from memory until the window ends.
 */
@Injectable()
export class RateLimiter {
  #waiting = new Map<string, Waiting>();
  #isCounting = false;
  /** With the limit that was spent: after a limit is raised, Postgres is asked again. */
  readonly #spent = new KnownUntil<{ most: number; endsAtMs: number }>(MAX_REMEMBERED);

  constructor(
    private readonly database: TenantDatabase,
    private readonly windows: RateWindowsRepository,
  ) {}

  /** Lets one request in if there is room. @throws {Problem} 503 while Postgres is away: uncounted requests are refused */
  async take(limit: RateLimit): Promise<Standing> {
    const spent = this.#spentOf(limit);
    if (spent) return { isGranted: false, limit, remaining: 0, endsInMs: spent.endsAtMs - performance.now() };
    return new Promise((resolve, reject) => {
      const id = `${idOf(limit)}:${limit.most}`;
      const waiting = this.#waiting.get(id);
      if (waiting) waiting.takers.push({ resolve, reject });
      else this.#waiting.set(id, { limit, takers: [{ resolve, reject }] });
      if (!this.#isCounting) void this.#count();
    });
  }

  /** Whether this gateway knows that the window is spent, without asking Postgres. */
  isSpent(limit: RateLimit): boolean {
    return this.#spentOf(limit) !== undefined;
  }

  #spentOf(limit: RateLimit): { endsAtMs: number } | undefined {
    const spent = this.#spent.get(idOf(limit), performance.now());
    return spent && limit.most <= spent.most ? spent : undefined;
  }

  async #count(): Promise<void> {
    this.#isCounting = true;
    while (this.#waiting.size > 0) {
      const batch = this.#next();
      try {
        const rows = await this.database.forSystem((tx) =>
          this.windows.take(
            tx,
            batch.map(({ limit, takers }) => ({ limit, wanted: takers.length })),
          ),
        );
        const byId = new Map(rows.map((row) => [idOf(row), row]));
        for (const { limit, takers } of batch) {
          const row = byId.get(idOf(limit))!;
          const { granted, endsInMs } = row;
          takers.forEach(({ resolve }, index) => {
            const remaining = Math.max(0, limit.most - (row.used - granted) - index - 1);
            resolve({ isGranted: index < granted, limit, remaining, endsInMs });
          });
          const endsAtMs = performance.now() + endsInMs;
          if (granted < takers.length) this.#spent.set(idOf(limit), { most: limit.most, endsAtMs }, endsAtMs);
        }
      } catch (error) {
        const problem = isDatabaseUnavailable(error) ? unavailable() : (error as Error);
        for (const { takers } of batch) takers.forEach(({ reject }) => reject(problem));
      }
    }
    this.#isCounting = false;
  }

  /** One row per subject: a statement cannot update one twice, as when its limit was just changed. */
  #next(): Waiting[] {
    const batch = new Map<string, Waiting>();
    for (const [id, waiting] of this.#waiting) {
      if (batch.size === MAX_TOGETHER) break;
      const subject = idOf(waiting.limit);
      if (batch.has(subject)) continue;
      batch.set(subject, waiting);
      this.#waiting.delete(id);
    }
    return [...batch.values()];
  }
}

const idOf = ({ tenantId, subject }: { tenantId: string; subject: string }): string => `${tenantId}:${subject}`;

/** Also if the answer to the commit was lost: something may be counted, but nothing was done. */
const unavailable = (): Problem =>
  new Problem(503, 'database_unavailable', 'The database cannot be reached; try again shortly.', undefined, { 'retry-after': '2' });
