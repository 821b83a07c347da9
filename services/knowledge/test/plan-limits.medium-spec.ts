import { v7 } from 'uuid';
import { asMember } from '#testing';
import { call, infra, newBase, type Reply } from './world.js';

const limit = (tenantId: string, amount: number | null) =>
  infra.rows(
    `insert into billing.quotas (tenant_id, meter, limit_amount) values ($1, 'documents', $2)
     on conflict (tenant_id, meter) do update set limit_amount = excluded.limit_amount`,
    [tenantId, amount],
  );

describe('what a plan allows of documents', () => {
  it('no more than that, over all bases and however many come at once; the same document again is none', async () => {
    const tenant = v7();
    const bases = [await newBase('en', tenant), await newBase('en', tenant)];
    await limit(tenant, 5);
    const add = (name: string, base = bases[0]!): Promise<Reply> =>
      call(
        'POST',
        `/knowledge-bases/${base}/documents`,
        { title: name, contentType: 'text/plain', content: `About ${name}.` },
        asMember(infra, tenant),
      );
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => add(`guide ${n}`, bases[n % 2])));
    const made = answers.flatMap(({ status }, n) => (status === 202 ? [n] : []));
    expect([made.length, answers.filter(({ status }) => status === 402).length]).toEqual([5, 7]);
    expect((await add('one more')).body).toMatchObject({ code: 'quota_exceeded', meter: 'documents', limit: 5, used: 5 });
    expect((await add(`guide ${made[0]}`, bases[made[0]! % 2])).status).toBe(202);
    const { id } = answers[made[1]!]!.body;
    expect((await call('DELETE', `/documents/${id}`, undefined, asMember(infra, tenant))).status).toBe(204);
    expect((await add('in its place')).status).toBe(202);
    await limit(tenant, null);
    expect((await add('without a limit')).status).toBe(202);
  });
});
