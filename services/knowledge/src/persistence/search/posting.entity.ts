import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A word and a passage that holds it: the inverted index of the knowledge. */
@Entity({ schema: 'knowledge', name: 'postings' })
export class PostingRow extends TenantRow {
  @PrimaryColumn('text') term!: string;
  @PrimaryColumn('uuid') chunkId!: string;
  @Column('uuid') documentId!: string;
  /** Occurrences in the passage, those in its headings and the document's title counted more. */
  @Column('smallint') frequency!: number;
  /** Words of the passage, repeated here so that ranking reads nothing but the index. */
  @Column('smallint') length!: number;
}
