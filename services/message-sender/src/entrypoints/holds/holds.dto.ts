import { ApiProperty } from '@nestjs/swagger';
import { ApiNextCursor } from '#service-kit';
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
  @ApiProperty() code!: string;
  @ApiProperty() title!: string;
  @ApiProperty() advice!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) until!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class HoldPageDto {
  @ApiProperty({ type: [HoldDto] }) items!: HoldDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
