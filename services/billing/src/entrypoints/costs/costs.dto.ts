import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PeriodQuery } from '#service-kit';
import { COST_GROUPS, type CostGroup } from '../../domain/costs/report.js';
import { PeriodDto } from '../usage/usage.dto.js';

const GROUP = { enum: COST_GROUPS, enumName: 'CostGroup' };

export class CostsQuery extends PeriodQuery {
  @ApiPropertyOptional({ ...GROUP, default: 'day', description: 'model: of answers and encoders alone, by the model' })
  @IsOptional()
  @IsIn(COST_GROUPS)
  groupBy?: CostGroup;
}

export class ExactMoneyDto {
  @ApiProperty({ example: 412, description: 'In the smallest unit of the currency, rounded' }) amountMinor!: number;
  @ApiProperty({ example: 4_123_400, description: 'The same exactly, in millionths of the currency' }) amountMicros!: number;
  @ApiProperty({ example: 'USD', description: 'ISO 4217' }) currency!: string;
}

class CostLineDto {
  @ApiProperty({ type: ExactMoneyDto, description: 'By imported prices: WhatsApp, or the provider of the model, has not named it' })
  estimated!: ExactMoneyDto;
  @ApiProperty({ type: ExactMoneyDto, description: 'Of what was delivered, by what WhatsApp said it charged it as' }) final!: ExactMoneyDto;
  @ApiProperty({ type: ExactMoneyDto, description: 'Both' }) total!: ExactMoneyDto;
}

class CostQuantityDto {
  @ApiProperty() estimated!: number;
  @ApiProperty() final!: number;
}

class CostItemDto extends CostLineDto {
  @ApiProperty({
    example: '2026-11-20',
    description:
      'The day (UTC), the id of the outlet (zeros: of people who tried the assistant; a 1 at the end: of documents and questions that an encoder was given), the category (of answers `model`), or the model',
  })
  key!: string;
  @ApiProperty({ type: CostQuantityDto, description: 'Messages, answers of a model, or texts that an encoder was given' })
  quantity!: CostQuantityDto;
}

export class ConversationCostsDto {
  @ApiProperty({ type: [CostItemDto], description: 'One a category and currency' }) items!: CostItemDto[];
  @ApiProperty({ type: [CostLineDto], description: 'Of all its messages, one a currency' }) totals!: CostLineDto[];
  @ApiProperty({ description: 'Messages that no imported price is known of: they are in no amount' }) unpriced!: number;
}

export class CostsDto extends PeriodDto {
  @ApiProperty(GROUP) groupBy!: CostGroup;
  @ApiProperty({ type: [CostItemDto], description: 'In the order of keys, one a key and currency; without what has no price' })
  items!: CostItemDto[];
  @ApiProperty({ type: [CostLineDto], description: 'Of the whole period, one a currency' }) totals!: CostLineDto[];
  @ApiProperty({ description: 'Messages and answers that no imported price is known of: they are in no amount' }) unpriced!: number;
}
