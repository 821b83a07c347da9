import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Problem } from '#service-kit';
import { ACTION_KINDS, type Macro, type MacroAction } from '../../domain/macros/macro.js';
import { PRIORITIES, type Priority } from '../../domain/threads/conversation.js';
import { TEXT_LIMIT } from '../../domain/threads/reply-text.js';
import { LabelIds } from '../collaboration/label-ids.js';
import { LABEL_ID, TEAM_ID, USER_ID } from '../threads/conversations.dto.js';

const MACRO_ID = '0198c0de-0000-7000-8000-000000000071';
/** As long as a conversation may be snoozed. */
const MAX_MINUTES = 365 * 24 * 60;
const given = (name: keyof MacroActionDto): PropertyDecorator => ValidateIf((action: MacroActionDto) => action[name] !== undefined);

export class MacroActionDto {
  @ApiProperty({ enum: ACTION_KINDS, example: 'reply' })
  @IsIn(ACTION_KINDS)
  kind!: MacroAction['kind'];

  @ApiPropertyOptional({
    example: 'Hello {{contact.name}}, this is {{agent.name}}. I am looking into it.',
    maxLength: TEXT_LIMIT,
    description: 'reply: what is sent. {{contact.name}} and {{agent.name}} stand for names.',
  })
  @given('text')
  @IsString()
  @MaxLength(TEXT_LIMIT)
  @Matches(/^(?=[^]*\S)[^\0]*$/, { message: 'text must hold at least one visible character' })
  text?: string;

  @LabelIds('label: labels to add', [LABEL_ID])
  @given('addLabelIds')
  addLabelIds?: string[];

  @LabelIds('label: labels to remove')
  @given('removeLabelIds')
  removeLabelIds?: string[];

  @ApiPropertyOptional({ format: 'uuid', example: USER_ID, description: 'assign: the agent who is to answer' })
  @given('userId')
  @IsUUID()
  userId?: string;

  @ApiPropertyOptional({ format: 'uuid', example: TEAM_ID, description: 'assign: the team that is to answer' })
  @given('teamId')
  @IsUUID()
  teamId?: string;

  @ApiPropertyOptional({ enum: PRIORITIES, example: 'high', description: 'priority: which' })
  @given('priority')
  @IsIn(PRIORITIES)
  priority?: Priority;

  @ApiPropertyOptional({ example: 60, minimum: 1, maximum: MAX_MINUTES, description: 'snooze: for how long' })
  @given('minutes')
  @IsInt()
  @Min(1)
  @Max(MAX_MINUTES)
  minutes?: number;
}

export class MacroBody {
  @ApiProperty({ example: 'Refund begun', maxLength: 60 })
  @IsString()
  @MaxLength(60)
  @Matches(/^(?=.*\S)\P{Cc}*$/u, { message: 'name must be one line of text' })
  name!: string;

  @ApiProperty({ type: [MacroActionDto], minItems: 1, maxItems: 10, description: 'In the order in which they are done' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => MacroActionDto)
  actions!: MacroActionDto[];
}

/** @throws {Problem} validation_failed where an action lacks what it needs */
export const macroOf = ({ name, actions }: MacroBody): Omit<Macro, 'id'> => ({
  name,
  actions: actions.map((action, index) => {
    const known = actionOf(action);
    if (typeof known !== 'string') return known;
    throw Problem.invalid([{ field: `actions.${index}`, message: known }]);
  }),
});

/** @returns the action with what it needs and nothing else, or what is missing */
function actionOf({
  kind,
  text,
  addLabelIds = [],
  removeLabelIds = [],
  userId,
  teamId,
  priority,
  minutes,
}: MacroActionDto): MacroAction | string {
  switch (kind) {
    case 'reply':
      return text === undefined ? 'a reply needs its text' : { kind, text };
    case 'label': {
      const lowered = (ids: string[]): string[] => ids.map((id) => id.toLowerCase());
      if (addLabelIds.length + removeLabelIds.length === 0) return 'choose a label to add or to remove';
      return { kind, addLabelIds: lowered(addLabelIds), removeLabelIds: lowered(removeLabelIds) };
    }
    case 'assign':
      if (userId !== undefined && teamId === undefined) return { kind, userId };
      return teamId !== undefined && userId === undefined ? { kind, teamId } : 'give exactly one of userId and teamId';
    case 'priority':
      return priority === undefined ? 'choose a priority' : { kind, priority };
    case 'snooze':
      return minutes === undefined ? 'say for how many minutes to snooze' : { kind, minutes };
    case 'close':
      return { kind };
  }
}

export class MacroDto extends MacroBody {
  @ApiProperty({ format: 'uuid', example: MACRO_ID }) id!: string;
}

export class MacroListDto {
  @ApiProperty({ type: [MacroDto] }) items!: MacroDto[];
}

export class RunMacroBody {
  @ApiPropertyOptional({ example: 'Luis', maxLength: 100, description: 'What stands for {{agent.name}}; needed where the macro names it' })
  @ValidateIf((body: RunMacroBody) => body.agentName !== undefined)
  @IsString()
  @Length(1, 100)
  @Matches(/^\P{Cc}*$/u, { message: 'agentName must be one line of text' })
  agentName?: string;
}
