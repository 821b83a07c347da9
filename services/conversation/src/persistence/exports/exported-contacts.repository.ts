import { Injectable } from '@nestjs/common';
import { idAfter, type Transaction } from '#database';
import type { Consent, Contact } from '../../domain/contacts/contact.js';
import { CONTACT } from '../contacts/contact-book.repository.js';

export interface ExportFilter {
  tag?: string | undefined;
  consent?: Consent | undefined;
}

/** All contacts of a tenant, page by page, each page from where the one before ended. */
@Injectable()
export class ExportedContactsRepository {
  /** In the order of their ids. @returns the contacts that pass, and the last id that was looked at; undefined at the end */
  async page(
    tx: Transaction,
    { tag, consent }: ExportFilter,
    after: string | null,
    limit: number,
  ): Promise<{ rows: Contact[]; last: string | undefined }> {
    const walked = await tx.query<Contact & { passes: boolean }>(
      `select ${CONTACT}, k.merged_into is null and k.group_id is null and ($4::text is null or $4 = any(k.tags))
         and ($5::text is null or k.marketing_consent = $5) as passes
       from conversation.contacts k where k.tenant_id = $1 and ${idAfter('k.id', '$2')} order by k.id limit $3`,
      [tx.tenantId, after, limit, tag ?? null, consent ?? null],
    );
    return { rows: walked.filter(({ passes }) => passes), last: walked.length < limit ? undefined : walked.at(-1)!.id };
  }

  /** Names of attributes of the contacts of one page. */
  async names(tx: Transaction, after: string | null, limit: number): Promise<{ names: string[]; last: string | undefined }> {
    const [row] = await tx.query<{ names: string[]; last: string | null; count: number }>(
      `with page as (select k.id, k.attributes from conversation.contacts k where k.tenant_id = $1 and ${idAfter('k.id', '$2')} order by k.id limit $3)
       select array(select distinct jsonb_object_keys(attributes) from page where jsonb_typeof(attributes) = 'object') as names,
         (select id from page order by id desc limit 1) as last, (select count(*)::integer from page) as count`,
      [tx.tenantId, after, limit],
    );
    return { names: row!.names, last: row!.count < limit ? undefined : row!.last! };
  }
}
