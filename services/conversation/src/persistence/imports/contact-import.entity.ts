import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { Consent } from '../../domain/contacts/contact.js';

/** A file of customers that is taken into the book. */
@Entity({ schema: 'conversation', name: 'contact_imports' })
export class ContactImportRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') status!: 'running' | 'done' | 'failed' | 'cancelled';
  @Column('text', { nullable: true }) fileName!: string | null;
  @Column('bigint') sizeBytes!: number;
  @Column('text', { array: true }) headers!: string[];
  /** An `ImportMapping`. */
  @Column('jsonb') mapping!: unknown;
  @Column('text') encoding!: string;
  @Column('text', { nullable: true }) separator!: string | null;
  @Column('text', { nullable: true }) defaultCountry!: string | null;
  @Column('text') consent!: Consent;
  @Column('text', { nullable: true }) consentSource!: string | null;
  /** The `Actor` who began it. */
  @Column('jsonb') by!: unknown;
  /** Records of the file that are done, blank ones too. */
  @Column('integer') position!: number;
  @Column('bigint') bytesDone!: number;
  @Column('integer') rows!: number;
  @Column('integer') created!: number;
  @Column('integer') updated!: number;
  @Column('integer') rejected!: number;
  @Column('text', { nullable: true }) error!: string | null;
  @Column('text') undo!: 'none' | 'running' | 'done';
  @Column('integer') undone!: number;
  /** Until when one process works on it. */
  @IsoTime({ precision: 3 }) leasedUntil!: string;
  @IsoTime({ precision: 3 }) createdAt!: string;
  @IsoTime({ precision: 3, nullable: true }) finishedAt!: string | null;
}
