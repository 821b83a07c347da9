import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A question that a knowledge base must answer. */
@Entity({ schema: 'knowledge', name: 'golden_questions' })
export class GoldenQuestionRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') baseId!: string;
  @Column('text') question!: string;
  /** What the customer writes before it, oldest first. */
  @Column('text', { array: true }) earlier!: string[];
  /** Facts, all of which its answer must hold. */
  @Column('text', { array: true }) expected!: string[];
  /** Hash of question and earlier: the same question is there once. */
  @Column('text') key!: string;
  /** What the published version answered when it was last asked; empty for a handoff, null before. */
  @Column('text', { nullable: true }) answer!: string | null;
  /** Whether that held all facts; null before. */
  @Column('boolean', { nullable: true }) found!: boolean | null;
  @Column('integer', { nullable: true }) checkedVersion!: number | null;
  /** The message of a customer that it was made from; null for one that a person typed. */
  @Column('uuid', { nullable: true }) sourceConversationId!: string | null;
  @Column('uuid', { nullable: true }) sourceMessageId!: string | null;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
}
