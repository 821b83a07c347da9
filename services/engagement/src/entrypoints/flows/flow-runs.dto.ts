import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import { END_REASONS, WAITS_FOR, type EndReason, type WaitsFor } from '../../domain/flows/interpreter.js';
import { AT, FLOW_ID } from './flows.dto.js';

const RUN = '0198c0de-0000-7000-8000-0000000000f2';
const CONTACT = '0198c0de-0000-7000-8000-000000000011';

export class BeginFlowBody {
  @ApiProperty({ format: 'uuid', example: CONTACT, description: 'A contact with whom the number of the flow has a conversation' })
  @IsUUID()
  contactId!: string;
}

export class BegunFlowDto {
  @ApiProperty({ format: 'uuid', example: RUN }) id!: string;
}

export class FlowRunDto {
  @ApiProperty({ format: 'uuid', example: RUN }) id!: string;
  @ApiProperty({ format: 'uuid', example: FLOW_ID, description: 'Where it is now: a flow may go to another' }) flowId!: string;
  @ApiProperty({ example: 2 }) version!: number;
  @ApiProperty({ format: 'uuid', example: CONTACT }) contactId!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000010' }) conversationId!: string;
  @ApiProperty({ enum: ['active', 'ended'], example: 'active' }) state!: 'active' | 'ended';
  @ApiProperty({ type: String, nullable: true, example: 'size', description: 'The node at which it stands, or ended' }) node!:
    string | null;
  @ApiPropertyOptional({ enum: WAITS_FOR, example: 'answer' }) waitsFor?: WaitsFor;
  @ApiPropertyOptional({ format: 'date-time', example: AT, description: 'When it goes on without an answer' }) dueAt?: string;
  @ApiPropertyOptional({ enum: END_REASONS, example: 'end' }) reason?: EndReason;
  @ApiProperty({ format: 'date-time', example: AT }) startedAt!: string;
  @ApiPropertyOptional({ format: 'date-time', example: AT }) endedAt?: string;
}

export class FlowRunListDto {
  @ApiProperty({ type: [FlowRunDto] }) items!: FlowRunDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class FlowLogEntryDto {
  @ApiProperty({ enum: ['passed', 'sent', 'ended'], example: 'passed' }) kind!: 'passed' | 'sent' | 'ended';
  @ApiPropertyOptional({ example: 'size' }) node?: string;
  @ApiPropertyOptional({ example: 'choice:s', description: 'By which port the node was left; of the end, the reason' }) detail?: string;
  @ApiPropertyOptional({ format: 'uuid' }) messageId?: string;
  @ApiPropertyOptional({ example: 'delivered', description: 'What became of the message; of a call that failed, why' }) outcome?: string;
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
}

export class FlowRunWithLogDto extends FlowRunDto {
  @ApiProperty({ type: [FlowLogEntryDto] }) log!: FlowLogEntryDto[];
}
