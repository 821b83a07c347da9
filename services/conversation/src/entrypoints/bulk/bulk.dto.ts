import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsUUID, ValidateIf } from 'class-validator';
import { IsInstant, Problem } from '#service-kit';
import type { BulkAction, BulkResult } from '../../handlers/bulk/bulk-action.handler.js';
import { LabelIds } from '../collaboration/label-ids.js';
import { CONVERSATION_ID, ConversationDto, LABEL_ID, TEAM_ID, USER_ID } from '../threads/conversations.dto.js';

const ACTIONS = ['close', 'assign', 'label', 'snooze', 'read'] as const;

const given = (name: keyof BulkBody): PropertyDecorator => ValidateIf((body: BulkBody) => body[name] !== undefined);

export class BulkBody {
  @ApiProperty({ type: [String], format: 'uuid', example: [CONVERSATION_ID], minItems: 1, maxItems: 100 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id))
  @IsUUID(undefined, { each: true })
  conversationIds!: string[];

  @ApiProperty({ enum: ACTIONS, example: 'label' })
  @IsIn(ACTIONS)
  action!: (typeof ACTIONS)[number];

  @ApiPropertyOptional({ format: 'uuid', example: USER_ID, description: 'assign: the agent who is to answer' })
  @given('userId')
  @IsUUID()
  userId?: string;

  @ApiPropertyOptional({ format: 'uuid', example: TEAM_ID, description: 'assign: the team that is to answer' })
  @given('teamId')
  @IsUUID()
  teamId?: string;

  @LabelIds('label: labels to add', [LABEL_ID])
  @given('addLabelIds')
  addLabelIds?: string[];

  @LabelIds('label: labels to remove')
  @given('removeLabelIds')
  removeLabelIds?: string[];

  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-21T09:00:00.000Z', description: 'snooze: when it ends' })
  @given('until')
  @IsInstant()
  until?: string;
}

/** @throws {Problem} validation_failed where the action lacks what it needs */
export function actionOf({ action, userId, teamId, addLabelIds, removeLabelIds, until }: BulkBody): BulkAction {
  switch (action) {
    case 'close':
    case 'read':
      return { kind: action };
    case 'snooze':
      if (until === undefined) throw Problem.invalid([{ field: 'until', message: 'until is needed to snooze' }]);
      return { kind: action, until: new Date(until) };
    case 'assign':
      if (userId !== undefined && teamId === undefined) return { kind: action, to: { userId } };
      if (teamId !== undefined && userId === undefined) return { kind: action, to: { teamId } };
      throw Problem.invalid([{ field: 'userId', message: 'give exactly one of userId and teamId' }]);
    case 'label':
      if (addLabelIds?.length || removeLabelIds?.length) return { kind: action, labels: { add: addLabelIds, remove: removeLabelIds } };
      throw Problem.invalid([{ field: 'addLabelIds', message: 'give at least one of addLabelIds and removeLabelIds' }]);
  }
}

export class BulkResultDto {
  @ApiProperty({ format: 'uuid', example: CONVERSATION_ID }) conversationId!: string;
  @ApiProperty({ example: true, description: 'Whether it was done' }) ok!: boolean;
  @ApiPropertyOptional({ type: ConversationDto, description: 'The conversation afterwards; absent where it was not done' })
  conversation?: ConversationDto;
  @ApiPropertyOptional({ example: 'conversation_closed', description: 'Why it was not done: a code of the error list' }) code?: string;
  @ApiPropertyOptional({ example: 'A closed conversation cannot be snoozed; reopen it first.' }) detail?: string;

  static of(result: BulkResult): BulkResultDto {
    const { conversationId } = result;
    if ('conversation' in result) return { conversationId, ok: true, conversation: ConversationDto.of(result.conversation) };
    return { conversationId, ok: false, code: result.problem.code, detail: result.problem.detail };
  }
}

export class BulkResultsDto {
  @ApiProperty({ type: [BulkResultDto], description: 'One for each conversation, in the order of the request' }) results!: BulkResultDto[];
}
