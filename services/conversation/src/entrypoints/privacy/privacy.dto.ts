import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min, ValidateIf } from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { residualsOf, type ErasedBy, type Erasure, type Residual } from '../../domain/privacy/erasure.js';
import { MAX_DAYS } from '../../domain/privacy/retention.js';

const ERASURE_ID = '0198c0de-0000-7000-8000-0000000000f1';

export class RetentionDto {
  @ApiProperty({
    type: Number,
    nullable: true,
    minimum: 1,
    maximum: MAX_DAYS,
    example: 365,
    description: 'Older messages and notes are deleted; null: never',
  })
  @ValidateIf((_, value) => value !== null)
  @IsInt()
  @Min(1)
  @Max(MAX_DAYS)
  messagesDays!: number | null;
}

export class ListErasuresQuery extends PageQuery {}

export class RequestedErasureDto {
  @ApiProperty({ format: 'uuid', example: ERASURE_ID, description: 'Id of the receipt: GET /api/v1/erasures/{id}' }) id!: string;
  @ApiProperty({ enum: ['running', 'done'], example: 'running' }) status!: 'running' | 'done';

  static of(erasure: Erasure): RequestedErasureDto {
    return { id: erasure.id, status: erasure.completedAt === null ? 'running' : 'done' };
  }
}

export class ErasedByDto {
  @ApiProperty({ example: 'message-sender' }) service!: string;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-20T09:00:01.000Z', description: 'Absent until the service has answered' })
  erasedAt?: string;
  @ApiProperty({
    type: Object,
    additionalProperties: { type: 'integer' },
    example: { messages: 12, statuses: 30 },
    description: 'Number of deleted rows, by kind',
  })
  counts!: Record<string, number>;
}

export class ResidualDto implements Residual {
  @ApiProperty({ example: 'event streams (NATS JetStream)' }) where!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-23T09:00:00.000Z', description: 'When it expires' }) until!: string;
}

export class ErasureDto extends RequestedErasureDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000011' }) contactId!: string;
  @ApiProperty({ example: '0198c0de-0000-7000-8000-0000000000c1', description: 'Id of the user or API key' }) requestedBy!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) requestedAt!: string;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-20T09:00:02.000Z' }) completedAt?: string;
  @ApiProperty({ type: [ErasedByDto] }) services!: ErasedByDto[];
  @ApiProperty({ type: [ResidualDto], description: 'What may remain, and until when' }) residuals!: ResidualDto[];

  static override of(erasure: Erasure): ErasureDto {
    return {
      ...RequestedErasureDto.of(erasure),
      contactId: erasure.contactId,
      requestedBy: erasure.requestedBy,
      requestedAt: erasure.requestedAt,
      ...(erasure.completedAt === null ? {} : { completedAt: erasure.completedAt }),
      services: erasure.services.map(erasedBy),
      residuals: residualsOf(erasure.services),
    };
  }
}

const erasedBy = ({ service, erasedAt, counts }: ErasedBy): ErasedByDto => ({
  service,
  ...(erasedAt === null ? {} : { erasedAt }),
  counts,
});

export class ErasurePageDto {
  @ApiProperty({ type: [ErasureDto] }) items!: ErasureDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
