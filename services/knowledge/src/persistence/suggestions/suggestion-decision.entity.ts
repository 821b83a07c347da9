import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** What a person decided about a suggestion. */
@Entity({ schema: 'knowledge', name: 'suggestion_decisions' })
export class SuggestionDecisionRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') decision!: 'approved' | 'dismissed';
  /** Hashes of the terms of its questions: what customers wrote is not kept. */
  @Column('text', { array: true }) terms!: string[];
  @Column('text') decidedBy!: string;
  @IsoTime() decidedAt!: string;
}
