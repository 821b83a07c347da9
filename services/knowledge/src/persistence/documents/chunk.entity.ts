import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A passage of a document. */
@Entity({ schema: 'knowledge', name: 'chunks' })
export class ChunkRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') documentId!: string;
  @Column('integer') position!: number;
  @Column('text', { array: true }) heading!: string[];
  @Column('text') text!: string;
  /** Of the document, on which the passage begins, from 1; null where its format has no pages. */
  @Column('integer', { nullable: true }) page!: number | null;
}
