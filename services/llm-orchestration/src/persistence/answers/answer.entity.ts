import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Why a turn ended as it did and what it took. It holds no text: texts stay where they can be erased. */
@Entity({ schema: 'llm_orchestration', name: 'answers' })
export class AnswerRow extends TenantRow {
  @PrimaryColumn('uuid') requestId!: string;
  @Column('uuid') conversationId!: string;
  @Column('uuid') outletId!: string;
  @Column('integer') epoch!: number;
  @Column('text') outcome!: 'answer' | 'handoff';
  @Column('text', { nullable: true }) handoffReason!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
  @Column('text') responder!: 'offline' | 'model';
  @Column('text') model!: string;
  @Column('integer') promptTokens!: number;
  @Column('integer') completionTokens!: number;
  @Column('integer') durationMs!: number;
  @Column('jsonb') citations!: unknown;
  /** The company's own key paid for the tokens. */
  @Column('boolean') ownKey!: boolean;
  @IsoTime() createdAt!: string;
}
