import { presenceReport } from '#contracts';
import type { Queries } from '#messaging';
import type { Logger } from '#service-kit';
import { tenantRoom } from '../../domain/live/rooms.js';
import type { LiveSockets } from './live-sockets.state.js';

const REPORT_EVERY_MS = 20_000;
/** Gathers people who come or go together into one report. */
const GATHER_MS = 200;

/** Reports who of a tenant is connected here, and tells its sockets about changes among all of its people. */
export class PresenceWatch {
  readonly #connected = new Map<string, number>();
  readonly #timer = setInterval(() => void this.#report(), REPORT_EVERY_MS);
  #gathering: NodeJS.Timeout | undefined;
  #isReporting = false;
  #known: Map<string, string> | undefined;

  constructor(
    private readonly tenantId: string,
    private readonly queries: Queries,
    private readonly sockets: LiveSockets,
    private readonly logger: Logger,
  ) {}

  came(userId: string): void {
    const connections = this.#connected.get(userId) ?? 0;
    this.#connected.set(userId, connections + 1);
    if (connections === 0) this.changed();
  }

  went(userId: string): void {
    const connections = this.#connected.get(userId) ?? 0;
    if (connections > 1) return void this.#connected.set(userId, connections - 1);
    this.#connected.delete(userId);
    this.changed();
  }

  /** Call when somebody came, went or changed their availability. */
  changed(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      void this.#report();
    }, GATHER_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#gathering);
  }

  async #report(): Promise<void> {
    if (this.#isReporting) return this.changed();
    this.#isReporting = true;
    try {
      const { items } = await this.queries.ask(presenceReport, this.tenantId, { userIds: [...this.#connected.keys()] });
      const known = this.#known;
      this.#known = new Map(items.map(({ userId, availability, isConnected }) => [userId, `${availability} ${isConnected}`]));
      // Clients read everybody's presence over REST when they connect; then differences are enough.
      if (!known) return;
      for (const { userId, availability, isConnected } of items) {
        if (known.get(userId) === this.#known.get(userId)) continue;
        this.sockets.mention([tenantRoom(this.tenantId)], 'presence', { userId, availability, isConnected });
      }
    } catch (error) {
      this.logger.debug('presence cannot be reported now', error as Error);
    } finally {
      this.#isReporting = false;
    }
  }
}
