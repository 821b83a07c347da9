import { eventually, FirebaseKeys } from '#testing';
import { v7 } from 'uuid';
import { FirebaseCallers } from '../src/handlers/api/firebase-callers.state.js';
import { CheckCredentialsHandler } from '../src/handlers/live/check-credentials.handler.js';
import type { LiveClient } from './live-client.js';
import { LiveWorld, type LiveTenantOfTest } from './live-world.js';

/** A second for which an answer of the database is remembered, a second between two checks, and a busy machine. */
const SOON = { timeoutMs: 10_000 };
const ENDED = { reason: 'token_expired', problem: { status: 401, code: 'access_changed' } };

describe('a live connection that a Firebase ID token opened', () => {
  let world: LiveWorld;
  let keys: FirebaseKeys;

  beforeAll(async () => {
    keys = await FirebaseKeys.start();
    world = await LiveWorld.start(1, { FIREBASE_PROJECT_ID: keys.projectId });
  }, 90_000);
  afterEach(() => world.closeClients());
  afterAll(async () => {
    keys?.stop();
    await world?.stop();
  }, 60_000);

  async function member(
    tenant: LiveTenantOfTest,
    role: string,
    superadmin = false,
  ): Promise<{ id: string; connect(): Promise<LiveClient> }> {
    const id = v7();
    await world.infra.rows(`insert into tenant.users (id, email, name, firebase_uid, superadmin) values ($1, $2, 'P', $3, $4)`, [
      id,
      `${id}@acme.example`,
      `uid-${id}`,
      superadmin,
    ]);
    await world.infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, $3)`, [tenant.id, id, role]);
    const token = await keys.token({ uid: `uid-${id}` });
    const connect = async (): Promise<LiveClient> => {
      const client = world.client({ token });
      await eventually(() => expect(client.readies).toBe(1));
      return client;
    };
    return { id, connect };
  }

  /** With the role under which the person comes back, if they may. */
  const CHANGES: [string, string | undefined, (tenantId: string, userId: string) => [string, unknown[]]][] = [
    ['their removal', undefined, (t, u) => ['delete from tenant.memberships where tenant_id = $1 and user_id = $2', [t, u]]],
    ['another role', 'viewer', (t, u) => [`update tenant.memberships set role = 'viewer' where tenant_id = $1 and user_id = $2`, [t, u]]],
    ['the tenant’s suspension', undefined, (t) => [`update tenant.tenants set status = 'suspended' where id = $1`, [t]]],
    ['the end of the link', undefined, (_, u) => [`update tenant.users set firebase_uid = 'uid-' || uuidv7() where id = $1`, [u]]],
    [
      'their signing out everywhere',
      'agent',
      (_, u) => ['insert into tenant.access_cuts (user_id, cut_at) values ($1, clock_timestamp())', [u]],
    ],
  ];

  it.each(CHANGES)('ends with %s, and a colleague’s stays', async (_, roleAfter, change) => {
    const [tenant, other] = [await world.tenant(), await world.tenant()];
    const person = await member(tenant, 'agent');
    const colleague = await (await member(other, 'agent')).connect();
    const client = await person.connect();
    const [sql, values] = change(tenant.id, person.id);
    await world.infra.rows(sql, values);
    await eventually(() => expect(client.of('ended')).toMatchObject([ENDED]), SOON);
    await eventually(() => expect(client.socket.connected).toBe(false));
    await other.write('still told');
    await eventually(() => expect(colleague.of('message')).toHaveLength(1));
    expect(colleague.of('ended')).toEqual([]);
    // Whoever may still do something comes back, with what they may now.
    if (roleAfter === undefined) return;
    const callers = world.gateways[0]!.app.get(FirebaseCallers);
    await eventually(
      async () => expect((await callers.claimsOf(`uid-${person.id}`)).tenants).toEqual([{ id: tenant.id, role: roleAfter }]),
      SOON,
    );
    const again = await person.connect();
    await tenant.write('Hello');
    const conversationId = await tenant.conversationId();
    expect((await again.ask('typing', { conversationId })).ok).toBe(roleAfter === 'agent');
  });

  it('of a superadmin stays whichever role they have, and ends when they are none any more', async () => {
    const tenant = await world.tenant();
    const person = await member(tenant, 'viewer', true);
    const client = await person.connect();
    await tenant.write('first');
    await eventually(() => expect(client.of('message')).toHaveLength(1));
    await world.infra.rows('update tenant.users set superadmin = false where id = $1', [person.id]);
    await eventually(() => expect(client.of('ended')).toMatchObject([ENDED]), SOON);
  });

  it('stays while what the person may do cannot be read', async () => {
    const tenant = await world.tenant();
    const person = await member(tenant, 'agent');
    const client = await person.connect();
    const gateway = world.gateways[0]!.app;
    await world.infra.rows('alter view tenant.firebase_users_v1 rename to away');
    try {
      await eventually(() => expect(gateway.get(FirebaseCallers).claimsOf(`uid-${person.id}`)).rejects.toThrow('firebase_users_v1'), SOON);
      await gateway.get(CheckCredentialsHandler).execute(Date.now());
    } finally {
      await world.infra.rows('alter view tenant.away rename to firebase_users_v1');
    }
    expect(client.of('ended')).toEqual([]);
    expect(client.socket.connected).toBe(true);
  });
});
