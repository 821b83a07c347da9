import { World } from './world.js';

/** OWASP API6:2023: what somebody could do in bulk with what is open to everybody, or to a tenant. */
describe('in bulk', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start();
  }, 180_000);
  afterAll(async () => world?.stop(), 60_000);

  it('nobody’s mailbox can be filled: a fourth mail in an hour is not sent, and the answer does not say so', async () => {
    const email = world.acme.tenant.users.find(({ role }) => role === 'agent')!.email;
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      statuses.push((await world.system.api('/auth/password-reset', { body: { email } })).status);
    }
    expect(statuses).toEqual(statuses.map(() => 202));
    await world.mailedToken(email, 'reset');
    const [asked] = await world.system.query<{ resets: number }>(
      `select count(*)::int as resets from tenant.password_resets r join tenant.users u on u.id = r.user_id where u.email = $1`,
      [email],
    );
    expect(asked!.resets).toBeLessThanOrEqual(3);
    expect(world.mails().filter((mail) => mail.includes(email)).length).toBeLessThanOrEqual(3);
  }, 30_000);

  it('nobody is invited twice at once: a new invitation takes the place of the one before', async () => {
    const { tenant, members } = world.acme;
    const body = { email: 'often@invited.example', role: 'viewer' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => world.system.api(`/tenants/${tenant.id}/invitations`, { headers: members.owner, body })),
    );
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const open = await world.system.api<{ items: { email: string; status: string }[] }>(
      `/tenants/${tenant.id}/invitations?status=open&email=${body.email}`,
      { headers: members.owner },
    );
    expect(open.body.items ?? []).toHaveLength(1);
  });

  it('registering is no faster way to guess a password than signing in', async () => {
    const [user] = world.beta.tenant.users;
    const guess = (attempt: number) =>
      world.system.api<{ code: string }>('/auth/register', {
        body: { tenantName: 'Guess', name: 'Guess', email: user!.email, password: `a good guess no ${attempt}` },
      });
    const codes: string[] = [];
    for (let attempt = 0; attempt < 7; attempt++) codes.push((await guess(attempt)).body.code);
    expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'email_taken'));
    expect(codes.at(-1)).toBe('too_many_attempts');
  });
});
