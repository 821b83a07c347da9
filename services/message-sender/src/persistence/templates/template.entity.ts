import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { TemplatePart } from '#whatsapp';
import type { ParameterSource } from '../../domain/templates/parameters.js';

/** A message template of an account, in one language. */
@Entity({ schema: 'message_sender', name: 'templates' })
export class TemplateRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') wabaId!: string;
  /** WhatsApp's own id. */
  @Column('text', { nullable: true }) graphId!: string | null;
  @Column('text') name!: string;
  @Column('text') language!: string;
  @Column('text') category!: string;
  @Column('text', { nullable: true }) previousCategory!: string | null;
  /** Announced by WhatsApp, not done yet. */
  @Column('text', { nullable: true }) nextCategory!: string | null;
  @IsoTime({ nullable: true }) nextCategoryAt!: string | null;
  @IsoTime({ nullable: true }) categoryAt!: string | null;
  @Column('text') status!: string;
  @IsoTime({ nullable: true }) statusAt!: string | null;
  @Column('text') quality!: string;
  @IsoTime({ nullable: true }) qualityAt!: string | null;
  @Column('text', { nullable: true }) rejectionReason!: string | null;
  @Column('text', { nullable: true }) recommendation!: string | null;
  @Column('text') parameterFormat!: 'POSITIONAL' | 'NAMED';
  @Column('jsonb') components!: TemplatePart[];
  @Column('jsonb') parameters!: ParameterSource[];
  @Column('jsonb') edits!: string[];
  @Column('uuid', { nullable: true }) syncedRun!: string | null;
  @Column('integer') version!: number;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
}
