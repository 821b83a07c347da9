import { ApiPropertyOptional, ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsISO8601, IsOptional, IsUUID, Max, Min, ValidateIf } from 'class-validator';
import { PRIORITIES, type Priority } from '../../domain/threads/conversation.js';

export class SnoozeBody {
  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:00:00.000Z' })
  @IsISO8601({ strict: true, strictSeparator: true }, { message: 'until must be a time in ISO 8601' })
  until!: string;
}

export class ReadBody {
  @ApiPropertyOptional({ example: 7, description: 'seq of the newest message that was seen; all when absent' })
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

  @ApiPropertyOptional({ format: 'uuid', nullable: true, type: String, example: '0198c0de-0000-7000-8000-0000000000d1' })
  @IsOptional()
  @IsUUID()
  teamId?: string | null;
}
