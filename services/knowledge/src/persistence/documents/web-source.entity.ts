import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** An address of the web that becomes documents: one page, or all pages that a sitemap names. */
@Entity({ schema: 'knowledge', name: 'web_sources' })
export class WebSourceRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') baseId!: string;
  @Column('text') url!: string;
  /** Null until it was looked at for the first time. */
  @Column('text', { nullable: true }) kind!: 'page' | 'sitemap' | null;
  /** 0: never again. */
  @Column('integer') everyHours!: number;
  @Column('integer') maxPages!: number;
  @Column('text') status!: 'waiting' | 'done' | 'failed';
  @Column('text', { nullable: true }) errorCode!: string | null;
  @Column('text', { nullable: true }) errorDetail!: string | null;
  /** Pages that a sitemap names beyond maxPages. */
  @Column('integer') leftOut!: number;
  @Column('integer') attempts!: number;
  /** When it is looked at next; while somebody looks, when another takes over. */
  @IsoTime({ nullable: true }) nextAt!: string | null;
  @IsoTime({ nullable: true }) checkedAt!: string | null;
  @IsoTime() createdAt!: string;
}
