import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { roleName, roleUrl } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { laneOf } from '../../domain/webhooks/lane.js';

const CONNECT_TIMEOUT_MS = 1_000;
/** Longer than any healthy commit, shorter than a sender waits. */
const QUERY_TIMEOUT_MS = 1_500;

/** Sends the bodies as one binary value with the position of each: an array would be written in hex. */
const INSERT = `
insert into gateway.webhook_journal (body, lane)
select substring($1::bytea from piece.start for piece.size), piece.lane
from unnest($2::int[], $3::int[], $4::smallint[]) as piece (start, size, lane)`;

/**
 * The only connection that writes the journal, under a role that may only insert there. Each statement is a transaction: one round trip, one
 * fsync. The next insert replaces a broken connection.
 */
@Injectable()
export class IngestConnection {
  #client: pg.Client | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Resolves once all bodies are durable; one call at a time. @throws if that is not certain within 2.5 s */
  async insert(bodies: readonly Buffer[]): Promise<void> {
    const client = (this.#client ??= await this.#connect());
    const starts: number[] = [];
    let start = 1;
    for (const body of bodies) {
      starts.push(start);
      start += body.length;
    }
    try {
      const all = bodies.length === 1 ? bodies[0] : Buffer.concat(bodies);
      const values = [all, starts, bodies.map((body) => body.length), bodies.map(laneOf)];
      await client.query({ name: 'ingest', text: INSERT, values });
    } catch (error) {
      this.#drop(client);
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: roleUrl(this.config.DATABASE_URL, roleName('gateway', 'ingest'), this.config.DATABASE_PASSWORD),
      application_name: 'gateway:ingest',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      // Overrides the installation's default: a 200 means that the body is on disk.
      options: '-c synchronous_commit=on',
    });
    client.on('error', () => this.#drop(client));
    client.on('end', () => this.#drop(client));
    try {
      await client.connect();
    } catch (error) {
      this.#drop(client);
      throw error;
    }
    return client;
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    // Cuts the connection without waiting for a running statement.
    client.end().catch(() => undefined);
  }
}
