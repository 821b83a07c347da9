import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { MAX_CONSENTS } from '../../domain/consent/consent.js';
import type { Unsubscriber } from '../../domain/consent/unsubscriber.js';

@Injectable()
export class UnsubscribersRepository {
  /** Those who refused last come first. @param before where the page before ended */
  async list(tx: Transaction, before: { at: string; contactId: string } | undefined, limit: number): Promise<Unsubscriber[]> {
    return tx.query<Unsubscriber>(
      `select k.id as "contactId", coalesce(k.alias, k.name, k.username) as name, k.phone, k.user_id as "userId", k.consent_at as at,
         k.consent_source as source, c.wording, c.by_id as "byId"
       from (
         select id, alias, name, username, phone, user_id, consent_at, consent_source from conversation.contacts
         where tenant_id = $1 and marketing_consent = 'denied' and merged_into is null
           and (consent_at, id) < ($2::timestamptz, $3::uuid)
         order by consent_at desc, id desc limit $4) k
       left join lateral (
         select n.wording, n.by_id from (
           select id, state, wording, by_id from conversation.consents
           where tenant_id = $1 and contact_id = k.id order by id desc limit ${MAX_CONSENTS}) n
         where n.state = 'denied' order by n.id desc limit 1) c on true
       order by k.consent_at desc, k.id desc`,
      [tx.tenantId, before?.at ?? 'infinity', before?.contactId ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit],
    );
  }
}
