import { Injectable } from '@nestjs/common';
import { SEND_CLASSES, type SendClass } from '#contracts';
import type { Transaction } from '#database';
import type { NumberFacts } from '../../domain/rates/advice.js';
import { ALLOWED, RATE, ROOM, SHARE } from './rate-terms.js';

export interface StoredHealth extends Pick<NumberFacts, 'quality' | 'health' | 'status' | 'onPhoneApp' | 'share' | 'allowedPerSecond'> {
  wabaId: string;
  portfolio: string;
  messagingLimit: string | null;
  usedPerSecond: number;
  tokens: number;
}

/** Of each class so many waiting messages are counted; more are not told apart. */
export const MOST_COUNTED = 10_000;

@Injectable()
export class NumberHealthRepository {
  async find(tx: Transaction, outletId: string): Promise<StoredHealth | undefined> {
    const [row] = await tx.query<StoredHealth>(
      `select n.waba_id as "wabaId", n.portfolio, n.quality, n.messaging_limit as "messagingLimit", n.health, n.status, n.on_phone_app as "onPhoneApp",
         ${ALLOWED('n')} as "allowedPerSecond", ${SHARE('r')} as share, ${ROOM(`(${RATE('n', 'r')})`, 'r.spent_until', '1')} as tokens,
         case when r.second = date_trunc('second', clock_timestamp()) then r.before_second
           when r.second = date_trunc('second', clock_timestamp()) - interval '1 second' then r.in_second else 0 end as "usedPerSecond"
       from tenant.numbers_v1 n left join message_sender.number_rates r on r.tenant_id = $1 and r.outlet_id = n.id
       where n.tenant_id = $1 and n.id = $2`,
      [tx.tenantId, outletId],
    );
    return row;
  }

  /** What waits of each class, at most {@link MOST_COUNTED} each. */
  async queued(tx: Transaction, outletId: string): Promise<Record<SendClass, number>> {
    const rows = await tx.query<{ class: SendClass; count: number }>(
      `select c.class, w.count from unnest($3::text[]) with ordinality as c (class, priority) cross join lateral (
         select count(*)::integer as count from (
           select 1 from message_sender.messages m
           where m.open_state = 'queued' and m.priority = c.priority::integer and m.tenant_id = $1 and m.outlet_id = $2 limit ${MOST_COUNTED}) m) w`,
      [tx.tenantId, outletId, SEND_CLASSES],
    );
    return Object.fromEntries(rows.map((row) => [row.class, row.count])) as Record<SendClass, number>;
  }
}
