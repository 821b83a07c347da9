import { v7 } from 'uuid';
import type { Outlet, SenderWorld } from './sender-world.js';

const BODY = { type: 'BODY', text: 'Hello.' };
const NEEDY = { type: 'BODY', text: 'Hi {{1}}.', example: { body_text: [['Ana']] } };
const CODE = [{ type: 'BODY', text: 'Your code is {{1}}.', add_security_recommendation: false }];

/** A number, and the ids of the templates of its account by their names. */
export type Account = Outlet & { ids: Record<string, string> };

export interface Message {
  to?: string;
  template?: string;
  parameters?: string[];
  purpose?: string;
}

export const hour = (n: number): string => new Date(Date.now() + n * 3_600_000).toISOString();

/** What the specs of the gate do: facts of each kind, asking it, and sending. */
export function gateActs(world: SenderWorld) {
  const { templates: atGraph } = world.graph;

  /** A number whose account has templates of each category and state. */
  async function account(): Promise<Account> {
    const outlet = await world.outlet();
    atGraph.add(
      outlet.wabaId,
      { name: 'sale', category: 'MARKETING', components: [BODY] },
      { name: 'parcel', category: 'UTILITY', components: [BODY] },
      { name: 'needy', category: 'UTILITY', components: [NEEDY] },
      { name: 'code', category: 'AUTHENTICATION', components: CODE },
      { name: 'reviewed', category: 'UTILITY', status: 'PENDING', components: [BODY] },
      { name: 'paused', category: 'UTILITY', status: 'PAUSED', components: [BODY] },
    );
    await world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
    const { items } = (await world.call('GET', '/templates?limit=100', outlet.tenantId)).body;
    return { ...outlet, ids: Object.fromEntries(items.map(({ name, id }: any) => [name, id])) };
  }

  const check = (outlet: Account, { to = '+51987111000', template, parameters, purpose }: Message) => {
    const query = new URLSearchParams({ outletId: outlet.id, to });
    if (template) query.set('templateId', outlet.ids[template] ?? template);
    if (template) query.set('parameters', JSON.stringify(parameters ?? []));
    if (purpose) query.set('purpose', purpose);
    return world.call('GET', `/messages/check?${query}`, outlet.tenantId);
  };
  const post = (outlet: Account, { to = '+51987111000', template, parameters, purpose }: Message) =>
    world.call('POST', '/messages', outlet.tenantId, {
      outletId: outlet.id,
      to,
      ...(purpose ? { purpose } : {}),
      ...(template
        ? { type: 'template', template: { templateId: outlet.ids[template] ?? template, parameters: parameters ?? [] } }
        : { type: 'text', text: 'hello' }),
    });

  const hold = (outlet: Outlet, over: { scope?: string; key?: string; kind?: string; code?: string; until?: string } = {}) =>
    world.infra.rows(
      `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice, until) values ($1, $2, $3, $4, $5, $6, 'Stopped', 'Wait.', $7)`,
      [
        outlet.tenantId,
        v7(),
        over.scope ?? 'number',
        over.key ?? outlet.id,
        over.kind ?? 'stop',
        over.code ?? '131048',
        over.until ?? null,
      ],
    );
  const refuse = (outlet: Outlet) =>
    world.infra.rows(
      `insert into conversation.contacts (tenant_id, id, phone, user_id, marketing_consent) values ($1, $2, '51987111000', 'PE.77', 'denied')`,
      [outlet.tenantId, v7()],
    );
  const limit = (outlet: Outlet, kind: string, key: string) =>
    world.infra.rows(`insert into message_sender.delivery_limits (tenant_id, kind, key, until) values ($1, $2, $3, $4)`, [
      outlet.tenantId,
      kind,
      key,
      hour(3),
    ]);
  const plan = (outlet: Outlet, limitAmount: number | null, used: number) =>
    world.infra.rows(`insert into billing.quotas (tenant_id, meter, limit_amount, used_amount) values ($1, 'messages', $2, $3)`, [
      outlet.tenantId,
      limitAmount,
      used,
    ]);
  const change = (outlet: Outlet, column: 'status' | 'health' | 'display_phone_number', value: string) =>
    world.infra.rows(`update tenant.outlets set ${column} = $2 where id = $1`, [outlet.id, value]);
  const written = (outlet: Outlet, until = hour(5)) => world.hasWritten(outlet, { phone: '51987111000', userId: 'PE.77' }, until);

  return { account, check, post, hold, refuse, limit, plan, change, written };
}
