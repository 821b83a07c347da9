import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { ReadingWarning } from '../../domain/documents/reading-warning.js';

/** A file of a knowledge base. What it says never changes: a version is a set of documents. */
@Entity({ schema: 'knowledge', name: 'documents' })
export class DocumentRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') baseId!: string;
  @Column('text') title!: string;
  @Column('text') contentType!: string;
  @Column('text') status!: 'queued' | 'processing' | 'ready' | 'failed';
  @Column('text', { nullable: true }) errorCode!: string | null;
  @Column('text', { nullable: true }) errorDetail!: string | null;
  @Column('integer') bytes!: number;
  @Column('text') sha256!: string;
  /** Kept for reading it again; erased with the document. */
  @Column('bytea', { nullable: true }) source!: Buffer | null;
  /** The file in the object store, of one that is too large for the row. */
  @Column('uuid', { nullable: true }) objectId!: string | null;
  @Column('integer') chunks!: number;
  /** Sum of the lengths of its chunks in words: the average length of a passage follows without looking at them. */
  @Column('integer') words!: number;
  @Column('integer') attempts!: number;
  @IsoTime() availableAt!: string;
  @IsoTime({ nullable: true }) leaseUntil!: string | null;
  @IsoTime() createdAt!: string;
  @IsoTime({ nullable: true }) processedAt!: string | null;
  @IsoTime({ nullable: true }) deletedAt!: string | null;
  /** Whether it is read beside others, in one thread for all. False for what wants a thread of its own, and for all that waited before. */
  @Column('boolean') isQuick!: boolean;
  /** The published version does not have it as it is now: it is ready and not in there, or in there and deleted. */
  @Column('boolean') differs!: boolean;
  /** Sum of the lengths of its chunks in parts of words. Null for a document that was indexed before there were any. */
  @Column('integer', { nullable: true }) parts!: number | null;
  /** The document whose place in the draft it takes, or took. */
  @Column('uuid', { nullable: true }) replaces!: string | null;
  /** Since when another has its place; published versions that have it keep it. */
  @IsoTime({ nullable: true }) replacedAt!: string | null;
  /** What its reader could not use. */
  @Column('jsonb', { nullable: true }) warnings!: ReadingWarning[] | null;
  /** The model that made the vectors of its passages. */
  @Column('text', { nullable: true }) embeddedModel!: string | null;
}
