import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, Min, ValidateIf } from 'class-validator';
import { ASSIGNMENTS, DEFAULT_INBOX_SETTINGS, type Assignment, type InboxSettings } from '../../domain/settings/inbox-settings.js';
import { TEXT_LIMIT } from '../../domain/threads/reply-text.js';

const TEAM_ID = '0198c0de-0000-7000-8000-0000000000d1';
const MAX_SECONDS = 30 * 24 * 60 * 60;
const FITS = new RegExp(`^[^\\0]{1,${TEXT_LIMIT}}$`, 'u');
const isGiven = (_: object, value: unknown): boolean => value !== undefined;

export class InboxPath {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000001', description: 'The outlet' })
  @IsUUID()
  outletId!: string;
}

/** How people work on an inbox, which is an outlet. What is left out has its default; null says nothing. */
export class InboxSettingsDto {
  @ApiPropertyOptional({
    enum: ASSIGNMENTS,
    default: DEFAULT_INBOX_SETTINGS.assignment,
    example: 'round_robin',
    description:
      'Who gets a conversation that waits for a person: whoever takes it, the one who has waited longest, the one with the fewest',
  })
  @ValidateIf(isGiven)
  @IsIn(ASSIGNMENTS)
  assignment?: Assignment;

  @ApiPropertyOptional({
    format: 'uuid',
    nullable: true,
    type: String,
    example: TEAM_ID,
    description: 'The team that answers; null: everybody who may write',
  })
  @IsOptional()
  @IsUUID()
  teamId?: string | null;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: 1000,
    default: DEFAULT_INBOX_SETTINGS.mostPerAgent,
    example: 20,
    description: 'An agent with this many open conversations gets no more',
  })
  @ValidateIf(isGiven)
  @IsInt()
  @Min(1)
  @Max(1000)
  mostPerAgent?: number;

  @ApiPropertyOptional({
    nullable: true,
    type: Number,
    example: 300,
    description: 'Seconds within which a person should answer after a handoff',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_SECONDS)
  firstResponseSeconds?: number | null;

  @ApiPropertyOptional({
    nullable: true,
    type: Number,
    example: 900,
    description: 'Seconds within which an agent should answer a customer',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_SECONDS)
  nextResponseSeconds?: number | null;

  @ApiPropertyOptional({
    format: 'uuid',
    nullable: true,
    type: String,
    example: TEAM_ID,
    description: 'The team that gets a conversation nobody answered in time',
  })
  @IsOptional()
  @IsUUID()
  escalationTeamId?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, example: 'Sorry that you have to wait. We have told our lead.' })
  @IsOptional()
  @IsString()
  @Matches(FITS, { message: `escalationMessage must have 1 to ${TEXT_LIMIT} characters` })
  @Matches(/\S/, { message: 'escalationMessage must hold at least one visible character' })
  escalationMessage?: string | null;

  @ApiPropertyOptional({
    nullable: true,
    type: String,
    example: 'We are back at 9 and will answer you then.',
    description:
      'Sent to a customer who needs a person outside business hours, once per closed period. The hours are in the outlet’s settings.',
  })
  @IsOptional()
  @IsString()
  @Matches(FITS, { message: `awayMessage must have 1 to ${TEXT_LIMIT} characters` })
  @Matches(/\S/, { message: 'awayMessage must hold at least one visible character' })
  awayMessage?: string | null;

  @ApiPropertyOptional({
    default: DEFAULT_INBOX_SETTINGS.botInGroups,
    example: false,
    description: 'The assistant answers in groups, into the group. Otherwise a group waits for a person.',
  })
  @ValidateIf(isGiven)
  @IsBoolean()
  botInGroups?: boolean;

  static of(settings: InboxSettings & { version: number }): InboxSettingsDto & { version: number } {
    const { assignment, teamId, mostPerAgent, firstResponseSeconds, nextResponseSeconds } = settings;
    const { escalationTeamId, escalationMessage, awayMessage, botInGroups, version } = settings;
    const response = { firstResponseSeconds, nextResponseSeconds, escalationTeamId, escalationMessage };
    return { assignment, teamId, mostPerAgent, ...response, awayMessage, botInGroups, version };
  }
}
