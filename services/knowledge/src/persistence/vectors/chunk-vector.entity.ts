import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** The vectors of a passage: of its heading and of each of its sentences. */
@Entity({ schema: 'knowledge', name: 'chunk_vectors' })
export class ChunkVectorRow extends TenantRow {
  @PrimaryColumn('uuid') documentId!: string;
  @PrimaryColumn('uuid') chunkId!: string;
  @PrimaryColumn('text') model!: string;
  /** One after another, a byte a dimension. */
  @Column('bytea') vectors!: Buffer;
  @Column('smallint') count!: number;
}
