import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { CallRequest } from '../../domain/flows/calls.js';
import type { EndReason, RunState, WaitsFor } from '../../domain/flows/interpreter.js';

/** A request under way; its id is the same with every try, so that whoever gets it twice can tell. */
export interface FlowCall extends CallRequest {
  id: string;
}

/** A customer on the way through a flow. */
@Entity({ schema: 'engagement', name: 'flow_runs' })
export class FlowRunRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  /** The flow with which it began. */
  @Column('uuid') firstFlowId!: string;
  @Column('uuid') flowId!: string;
  @Column('integer') version!: number;
  @Column('uuid') conversationId!: string;
  @Column('uuid') contactId!: string;
  @Column('uuid') outletId!: string;
  @Column('text') state!: 'active' | 'ended';
  @Column('text', { nullable: true }) reason!: EndReason | null;
  @Column('text', { nullable: true }) waitsFor!: WaitsFor | null;
  @Column('jsonb') position!: RunState;
  /** When it goes on without an answer; null once it has ended. */
  @IsoTime({ nullable: true, precision: 3 }) dueAt!: string | null;
  /** The newest message of the customer that it has dealt with. */
  @Column('integer') lastSeq!: number;
  /** Of the conversation when it began. */
  @Column('integer') epoch!: number;
  /** Entries of its log. */
  @Column('integer') logged!: number;
  /** How often in a row it could not go on. */
  @Column('integer') failures!: number;
  @Column('jsonb', { nullable: true }) call!: FlowCall | null;
  /** When it is made, or made again. */
  @IsoTime({ nullable: true, precision: 3 }) callAt!: string | null;
  @Column('integer') callTries!: number;
  /** What happened and began it; null where a message or a program did. */
  @Column('text', { nullable: true }) begunBy!: string | null;
  @IsoTime({ precision: 3 }) startedAt!: string;
  @IsoTime({ nullable: true, precision: 3 }) endedAt!: string | null;
}

export type FlowRun = Read<FlowRunRow>;
