import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { ApiNextCursor, IsInstant } from '#service-kit';
import type { HoldKind, HoldScope } from '../../domain/holds/hold.js';

/** Why messages stay in the queue. */
export class HoldDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['app', 'waba', 'number', 'template'] }) scope!: HoldScope;
  @ApiProperty({
    description: 'number: the outlet id; waba: the WABA id; template: <WABA id>:<name>; app: empty, all of your numbers wait',
  })
  key!: string;
  @ApiProperty({
    enum: ['auth', 'stop', 'wait'],
    description: 'auth: ends with a new access token; stop: must be lifted; wait: ends at `until`',
  })
  kind!: HoldKind;
  @ApiProperty({
    example: 'by_hand',
    description: 'Meta’s error code, or one of ours. by_hand: somebody has placed it, and title is their reason',
  })
  code!: string;
  @ApiProperty() title!: string;
  @ApiProperty() advice!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) until!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class PlaceHoldBody {
  @ApiPropertyOptional({
    format: 'uuid',
    example: '0198c0de-0000-7000-8000-000000000001',
    description: 'Only the messages of this outlet; left out: all of them',
  })
  @IsOptional()
  @IsUUID()
  outletId?: string;

  @ApiProperty({ maxLength: 300, example: 'We are checking the prices in the spring offer.', description: 'Why, for your colleagues' })
  @IsString()
  @MaxLength(300)
  @Matches(/^[^\0]*\S[^\0]*$/u, { message: 'reason must hold at least one visible character' })
  reason!: string;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-21T09:00:00.000Z',
    description: 'When it ends by itself, at most a year ahead; left out: when somebody lifts it',
  })
  @IsOptional()
  @IsInstant()
  until?: string;
}

export class HoldPageDto {
  @ApiProperty({ type: [HoldDto] }) items!: HoldDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
