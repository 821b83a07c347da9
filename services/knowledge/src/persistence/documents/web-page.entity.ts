import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A page of a source, and the document that it became. */
@Entity({ schema: 'knowledge', name: 'web_pages' })
export class WebPageRow extends TenantRow {
  @PrimaryColumn('uuid') sourceId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') url!: string;
  /** `gone`: the site has it no more. Its document stays until somebody removes it. */
  @Column('text') status!: 'waiting' | 'done' | 'failed' | 'gone';
  @Column('uuid', { nullable: true }) documentId!: string | null;
  @Column('text', { nullable: true }) etag!: string | null;
  @Column('text', { nullable: true }) lastModified!: string | null;
  /** Of the text, without what changes at every look. */
  @Column('text', { nullable: true }) fingerprint!: string | null;
  @Column('text', { nullable: true }) errorCode!: string | null;
  @Column('text', { nullable: true }) errorDetail!: string | null;
  @Column('integer') attempts!: number;
  @IsoTime({ nullable: true }) nextAt!: string | null;
  @IsoTime({ nullable: true }) checkedAt!: string | null;
  @IsoTime({ nullable: true }) changedAt!: string | null;
}
