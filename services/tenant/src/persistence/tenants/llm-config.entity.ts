import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** How the bot answers for a tenant. */
@Entity({ schema: 'tenant', name: 'llm_configs' })
export class LlmConfigRow extends TenantRow {
  @Column('text') tone!: string;
  @Column('text') language!: string;
  @Column('text', { nullable: true }) model!: string | null;
  @Column('double precision', { nullable: true }) temperature!: number | null;
  @Column('text') systemPrompt!: string;
  @Column('text', { array: true }) escalationKeywords!: string[];
  @Column('text', { nullable: true }) handoffMessage!: string | null;
  @Column('boolean') offTopicGuard!: boolean;
  @Column('integer') version!: number;
  @IsoTime() updatedAt!: string;
}
