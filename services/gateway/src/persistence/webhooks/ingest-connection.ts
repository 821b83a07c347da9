import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { roleName, roleUrl } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { laneOf } from '../../domain/webhooks/lane.js';

const CONNECT_TIMEOUT_MS = 1_000;
/** Longer than any healthy commit, shorter than a sender's patience. */
const QUERY_TIMEOUT_MS = 1_500;

/** The bodies travel as one binary value with the place of each in it: an array of them would be spelled in hex. */
const INSERT = `
insert into gateway.webhook_journal (body, lane)
select substring($1::bytea from piece.start for piece.size), piece.lane
from unnest($2::int[], $3::int[], $4::smallint[]) as piece (start, size, lane)`;

/**
 * The one connection that writes the journal, under a role that may insert there and do nothing else. A statement is a transaction:
 * one round trip, one fsync. A connection that broke is replaced by the next insert, so that nothing has to be restarted.
 */
@Injectable()
export class IngestConnection {
  #client: pg.Client | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Resolves once all bodies are durable; one call at a time. @throws when that is not certain within 2.5 s */
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
      // Whatever the installation's default is: a 200 means that the body is on disk.
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
    // With a statement under way this cuts the connection and does not wait for it.
    client.end().catch(() => undefined);
  }
}
