import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A phone or a user id, as a keyed hash, of somebody who had refused promotions when they were erased. */
@Entity({ schema: 'conversation', name: 'erased_refusals' })
export class ErasedRefusalRow extends TenantRow {
  @PrimaryColumn('text') hash!: string;
  @IsoTime({ precision: 3 }) at!: string;
  /** One for all names of one customer. */
  @Column('uuid', { nullable: true }) erasureId!: string | null;
}
