import { ApiProperty } from '@nestjs/swagger';
import type { Advice } from '../../domain/rates/advice.js';
import { HoldDto } from '../holds/holds.dto.js';

export class ThroughputDto {
  @ApiProperty({ example: 80, description: 'Messages a second that WhatsApp allows, those of customers included' })
  allowedPerSecond!: number;
  @ApiProperty({ example: 12, description: 'What left in the last whole second' }) usedPerSecond!: number;
  @ApiProperty({ example: 39, description: 'What could leave at once now' }) tokens!: number;
}

export class PortfolioDto {
  @ApiProperty({ example: 2000, description: 'Customers that the business may reach first, outside a conversation, in 24 hours' })
  limit!: number;
  @ApiProperty({ example: 120, description: 'Customers that it has reached so in the last 24 hours' }) usedToday!: number;
}

/** At most 10,000 of each class are counted. */
export class QueuedDto {
  @ApiProperty({ description: 'One-time codes' }) otp!: number;
  @ApiProperty() reply!: number;
  @ApiProperty() reminder!: number;
  @ApiProperty() drip!: number;
  @ApiProperty() broadcast!: number;
}

const CODES: readonly Advice['code'][] = [
  'number_held',
  'quality_low',
  'quality_medium',
  'number_blocked',
  'number_not_active',
  'rate_lowered',
  'long_queue',
  'limit_nearly_used',
  'phone_app',
];

export class AdviceDto {
  @ApiProperty({ enum: CODES }) code!: Advice['code'];
  @ApiProperty({ description: 'What is the matter and what you can do, in plain words' }) message!: string;
}

/** How a number is. */
export class NumberHealthDto {
  @ApiProperty({ format: 'uuid' }) outletId!: string;
  @ApiProperty({ enum: ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] }) quality!: string;
  @ApiProperty({ type: String, nullable: true, example: 'TIER_2K', description: 'As Meta reports it' }) messagingLimit!: string | null;
  @ApiProperty({ type: ThroughputDto }) throughput!: ThroughputDto;
  @ApiProperty({ type: PortfolioDto, nullable: true, description: 'null: the limit is not known, or there is none' })
  portfolio!: PortfolioDto | null;
  @ApiProperty({ type: [HoldDto], description: 'Why messages of this number wait' }) holds!: HoldDto[];
  @ApiProperty({ type: QueuedDto, description: 'What waits, by class; at most 10,000 of each are counted' }) queued!: QueuedDto;
  @ApiProperty({ type: [AdviceDto] }) advice!: AdviceDto[];
}
