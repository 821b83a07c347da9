import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AUTHORS, type Author } from '#contracts';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { ACTIVITY_KINDS, type Activity, type ActivityKind } from '../../domain/activities/activity.js';
import { PRIORITIES, type Priority } from '../../domain/threads/conversation.js';

export class ActivitiesQuery extends PageQuery {
  @ApiPropertyOptional({ example: 12, description: 'Only what happened after the message with this seq, or later' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  fromSeq?: number;
}

export class ActivityDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-0000000000a1' }) id!: string;
  @ApiProperty({ enum: ACTIVITY_KINDS, example: 'handed_over' }) kind!: ActivityKind;
  @ApiProperty({ enum: AUTHORS, example: 'bot', description: 'Who did it. system: a rule of the inbox' }) author!: Author;
  @ApiPropertyOptional({ example: '0198c0de-0000-7000-8000-00000000aaaa', description: 'The person or API key' }) actorId?: string;
  @ApiProperty({ example: 7, description: 'seq of the message before it; 0: before the first message' }) afterSeq!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;
  @ApiPropertyOptional({ example: 'customer_asked', description: 'Of handed_over: why a person is needed' }) reason?: string;
  @ApiPropertyOptional({ format: 'uuid', example: '0198c0de-0000-7000-8000-00000000aaaa', description: 'Of assigned: to whom' })
  assigneeId?: string;
  @ApiPropertyOptional({
    format: 'uuid',
    nullable: true,
    type: String,
    example: '0198c0de-0000-7000-8000-0000000000b1',
    description: 'Of assigned_team: which team; null: the team of the inbox',
  })
  teamId?: string | null;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-21T09:00:00.000Z', description: 'Of snoozed: until when' }) until?: string;
  @ApiPropertyOptional({ enum: PRIORITIES, example: 'high', description: 'Of priority_changed' }) priority?: Priority;
  @ApiPropertyOptional({ example: 5, minimum: 1, maximum: 5, description: 'Of survey_answered: what the customer chose' }) rating?: number;
  @ApiPropertyOptional({ type: [String], example: ['Refund'], description: 'Of labelled: names of the labels that were added' })
  added?: string[];
  @ApiPropertyOptional({ type: [String], example: [], description: 'Of labelled: names of the labels that were removed' })
  removed?: string[];

  static of({ detail, actorId, conversationId: _, ...row }: Activity): ActivityDto {
    return { ...row, ...(actorId ? { actorId } : {}), ...detail };
  }
}

export class ActivityPageDto {
  @ApiProperty({ type: [ActivityDto] }) items!: ActivityDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
