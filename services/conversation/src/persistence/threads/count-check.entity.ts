import { Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** When the counts of a tenant were last compared with its conversations. */
@Entity({ schema: 'conversation', name: 'count_checks' })
export class CountCheckRow extends TenantRow {
  @IsoTime() checkedAt!: string;
}
