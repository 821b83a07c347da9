import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { Answering } from '../../domain/bases/knowledge-base.js';

/** A set of documents from which answers are made. */
@Entity({ schema: 'knowledge', name: 'knowledge_bases' })
export class KnowledgeBaseRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') description!: string;
  @Column('text') language!: string;
  /** How sure the bot has to be before it answers from it. */
  @Column('text') answering!: Answering;
  /** Text search configuration that stems the words of this base; follows from the language. */
  @Column('text') searchConfiguration!: string;
  @Column('integer', { nullable: true }) publishedVersion!: number | null;
  /** The published version that has vectors, and by which model. */
  @Column('integer', { nullable: true }) embeddedVersion!: number | null;
  @Column('text', { nullable: true }) embeddedModel!: string | null;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
  @IsoTime({ nullable: true }) deletedAt!: string | null;
}
