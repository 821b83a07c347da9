import { ApiPropertyOptional, ApiProperty } from '@nestjs/swagger';
import { Equals, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import { IsInstant } from '#service-kit';
import { PRIORITIES, type Priority } from '../../domain/threads/conversation.js';
import { TEAM_ID, USER_ID } from '../threads/conversations.dto.js';

export class SnoozeBody {
  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:00:00.000Z' })
  @IsInstant()
  until!: string;
}

export class ReadBody {
  @ApiPropertyOptional({ example: 7, description: 'seq of the newest message read. Absent: all messages.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  seq?: number;
}

export class SortBody {
  @ApiPropertyOptional({ enum: PRIORITIES, example: 'high' })
  @ValidateIf((body: SortBody) => body.priority !== undefined)
  @IsIn(PRIORITIES)
  priority?: Priority;

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String, example: TEAM_ID })
  @IsOptional()
  @IsUUID()
  teamId?: string | null;
}

export class HandoffBody {
  @ApiPropertyOptional({ maxLength: 200, example: 'customer_asked', description: 'Why a person is needed. Shown in the conversation.' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\0]+$/, { message: 'reason must not hold a NUL character' })
  reason?: string;
}

export class AssignBody {
  @ApiPropertyOptional({ format: 'uuid', example: USER_ID, description: 'The agent who is to answer' })
  @IsOptional()
  @IsUUID()
  userId?: string;

  @ApiPropertyOptional({ format: 'uuid', example: TEAM_ID, description: 'The team that is to answer' })
  @IsOptional()
  @IsUUID()
  teamId?: string;

  @ApiPropertyOptional({ enum: ['auto'], example: 'auto', description: 'Whoever is next under the assignment rule of the inbox' })
  @IsOptional()
  @Equals('auto', { message: 'mode must be "auto"' })
  mode?: 'auto';
}

export class UndoBody {
  @ApiProperty({ example: 4, description: 'The epoch that the move answered with' })
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  epoch!: number;
}
