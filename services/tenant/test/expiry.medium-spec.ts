import { v7 } from 'uuid';
import { ForgetExpiredHandler } from '../src/handlers/expiry/forget-expired.handler.js';
import { World } from './tenant-world.js';

/** More than a batch. */
const MANY = 1_005;

describe('what time has made useless', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(async () => world?.stop(), 30_000);

  it('goes, all of it, and nothing else', async () => {
    const { infra, running } = world;
    const userId = v7();
    await infra.rows(`insert into tenant.users (id, email, name, password_hash) values ($1, 'one@example.com', 'One', 'x')`, [userId]);
    /** So many rows that are over, and one that is not. */
    const both = (columns: string, row: (age: string) => string): Promise<unknown>[] =>
      [
        `select ${row(`interval '40 days'`)} from generate_series(1, ${MANY}) n`,
        `select ${row(`interval '0'`)} from generate_series(1, 1) n`,
      ].map((rows) => infra.rows(`insert into tenant.${columns} ${rows}`));
    await Promise.all([
      ...both(
        'refresh_tokens (hash, user_id, family, expires_at)',
        (age) => `gen_random_uuid()::text, '${userId}', uuidv7(), now() - ${age}`,
      ),
      ...both('password_resets (hash, user_id, expires_at)', (age) => `gen_random_uuid()::text, '${userId}', now() - ${age}`),
      ...both('email_confirmations (hash, user_id, expires_at)', (age) => `gen_random_uuid()::text, '${userId}', now() - ${age}`),
      ...both('sign_in_attempts (key, failures, last_at)', (age) => `gen_random_uuid()::text, 1, now() - ${age}`),
      ...both('mails (id, kind, sealed, created_at)', (age) => `uuidv7(), 'x', '', now() - ${age}`),
      ...both('known_addresses (user_id, block, last_at)', (age) => `'${userId}', gen_random_uuid()::text, now() - ${age}`),
      ...both('sessions (id, user_id, last_used_at)', (age) => `uuidv7(), '${userId}', now() - ${age}`),
      ...both('access_cuts (user_id, cut_at)', (age) => `uuidv7(), now() - ${age}`),
      ...both(
        'idempotency_keys (tenant_id, caller, key, request_hash, created_at)',
        (age) => `uuidv7(), uuidv7(), gen_random_uuid()::text, 'x', now() - ${age}`,
      ),
    ]);
    await running.app.get(ForgetExpiredHandler).execute();
    for (const table of [
      'refresh_tokens',
      'password_resets',
      'email_confirmations',
      'sign_in_attempts',
      'mails',
      'access_cuts',
      'sessions',
      'known_addresses',
      'idempotency_keys',
    ]) {
      expect({ table, rows: (await infra.rows(`select from tenant.${table}`)).length }).toEqual({ table, rows: 1 });
    }
  });
});
