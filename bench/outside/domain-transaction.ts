import pg from 'pg';
import { v7 } from 'uuid';
import { latencyOf, type Latency } from '../measure/statistics.js';
import { serveCalls } from '../rig/calls.js';

/**
 * The baseline D: what a message costs at the very least. One transaction under forced row-level security that finds or makes the
 * contact and the conversation, keeps the message, and leaves an event in the outbox. Written against `pg` alone.
 */

export interface Calls {
  run(options: { url: string; connections: number; warmUpMs: number; measureMs: number }): Promise<{ perSecond: number; latency: Latency }>;
}

const TENANT_ID = '0198c0de-0000-7000-8000-000000000001';
const BODY = 'x'.repeat(120);
const ENVELOPE = JSON.stringify({ subject: 'bench', tenantId: TENANT_ID, data: { text: BODY } });
const STATEMENTS = {
  contact: `insert into bench.contacts (tenant_id, id, phone, name) values ($1, $2, $3, $4)
    on conflict (tenant_id, phone) do update set name = excluded.name returning id`,
  conversation: `insert into bench.conversations (tenant_id, id, contact_id) values ($1, $2, $3)
    on conflict (tenant_id, contact_id) do update set last_seq = conversations.last_seq + 1, last_message_at = now() returning id, last_seq`,
  message: `insert into bench.messages (tenant_id, id, conversation_id, seq, wamid, body) values ($1, $2, $3, $4, $5, $6)`,
  outbox: `insert into bench.outbox (tenant_id, id, subject, envelope) values ($1, $2, $3, $4)`,
};

// Every customer is new, as in the pipeline, also after this process was started again.
let lastCustomer = Date.now() % 1_000_000_000;

async function transact(client: pg.Client): Promise<void> {
  const statement = async (name: keyof typeof STATEMENTS, values: unknown[]) =>
    (await client.query<{ id: string; last_seq: number }>({ name, text: STATEMENTS[name], values })).rows[0];
  const customer = ++lastCustomer;
  await client.query(`begin; select set_config('app.tenant_id', '${TENANT_ID}', true)`);
  const contact = (await statement('contact', [TENANT_ID, v7(), `1555${customer}`, `Customer ${customer}`]))!;
  const conversation = (await statement('conversation', [TENANT_ID, v7(), contact.id]))!;
  await statement('message', [TENANT_ID, v7(), conversation.id, conversation.last_seq, `wamid.${v7()}`, BODY]);
  await statement('outbox', [TENANT_ID, v7(), 'bench', ENVELOPE]);
  await client.query('commit');
}

serveCalls<Calls>({
  run: async ({ url, connections, warmUpMs, measureMs }) => {
    const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url, application_name: 'bench:D' }));
    await Promise.all(clients.map((client) => client.connect()));
    const from = performance.now() + warmUpMs;
    const until = from + measureMs;
    const latencies: number[] = [];
    await Promise.all(
      clients.map(async (client) => {
        for (let begin = performance.now(); begin < until; begin = performance.now()) {
          await transact(client);
          const end = performance.now();
          if (end >= from && end < until) latencies.push(end - begin);
        }
        await client.end();
      }),
    );
    return { perSecond: (latencies.length / measureMs) * 1_000, latency: latencyOf(latencies) };
  },
});
