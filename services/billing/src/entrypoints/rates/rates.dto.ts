import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches, Validate } from 'class-validator';
import { ApiNextCursor, IsDay } from '#service-kit';
import { RATED_CATEGORIES, type RatedCategory } from '#whatsapp';
import { decimalOf } from '../../domain/rates/rate-card.js';
import type { ActiveRates } from '../../handlers/rates/read-rates.handler.js';

const CATEGORY = { enum: RATED_CATEGORIES, enumName: 'RateCategory', example: 'marketing' };
const SINCE = { format: 'date', example: '2026-10-01', description: 'The first day on which it holds' };

class RateInput {
  @ApiProperty({ example: 'Peru', maxLength: 60 }) market!: string;
  @ApiProperty(CATEGORY) category!: RatedCategory;
  @ApiProperty({ example: 'USD', description: 'ISO 4217' }) currency!: string;
  @ApiProperty({ example: '0.0225', description: 'The price of a message, with at most 6 decimals' }) amount!: string;
  @ApiPropertyOptional({ ...SINCE, description: 'By default the card’s' }) effectiveFrom?: string;
}
class MarketInput {
  @ApiProperty({ example: 'PE', description: 'ISO 3166-1 alpha-2; ZZ stands for every country that is not named' }) country!: string;
  @ApiProperty({ example: 'Peru' }) market!: string;
  @ApiPropertyOptional({ ...SINCE, description: 'By default the card’s' }) effectiveFrom?: string;
}
class PolicyInput {
  @ApiProperty(CATEGORY) category!: RatedCategory;
  @ApiProperty({ description: 'Whether a message of the category costs anything at all' }) billable!: boolean;
  @ApiPropertyOptional({ default: 0, description: 'So many messages a number and month cost nothing' }) freeMonthly?: number;
  @ApiPropertyOptional({ default: false, description: 'Free inside the 24-hour service window' }) freeInWindow?: boolean;
  @ApiPropertyOptional({ default: false, description: 'Free inside the 72 hours after a click-to-WhatsApp ad' }) freeInEntry?: boolean;
  @ApiPropertyOptional({ ...SINCE, description: 'By default the card’s' }) effectiveFrom?: string;
}

class ModelRateInput {
  @ApiProperty({ example: 'gpt-4o-mini', maxLength: 100, description: 'As the answers name it; an encoder too' }) model!: string;
  @ApiProperty({ example: 'USD', description: 'ISO 4217' }) currency!: string;
  @ApiProperty({ example: '0.15', description: 'The price of a million tokens that go in, with at most 6 decimals' }) prompt!: string;
  @ApiPropertyOptional({ example: '0.60', default: '0', description: 'The price of a million tokens that come out' }) completion?: string;
  @ApiPropertyOptional({ ...SINCE, description: 'By default the card’s' }) effectiveFrom?: string;
}

/** Read by `readRateCard`, which names the rows that are wrong: the route takes CSV too. */
export class ImportRateCardDto {
  @ApiProperty({ example: 'Rates of October', maxLength: 100 }) name!: string;
  @ApiProperty({ example: 'Meta’s rate card for USD, downloaded by hand', maxLength: 300 }) source!: string;
  @ApiProperty(SINCE) effectiveFrom!: string;
  @ApiPropertyOptional({ type: [RateInput], maxItems: 10_000 }) rates?: RateInput[];
  @ApiPropertyOptional({ type: [MarketInput], maxItems: 10_000, description: 'Which market a country is charged as' })
  markets?: MarketInput[];
  @ApiPropertyOptional({ type: [PolicyInput], description: 'What is free' }) policies?: PolicyInput[];
  @ApiPropertyOptional({ type: [ModelRateInput], maxItems: 10_000, description: 'What the tokens of models cost' })
  models?: ModelRateInput[];
}

export class RateCardDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() source!: string;
  @ApiProperty(SINCE) effectiveFrom!: string;
  @ApiProperty({ description: 'How many rates came with it' }) rates!: number;
  @ApiProperty() markets!: number;
  @ApiProperty() policies!: number;
  @ApiProperty({ description: 'How many prices of models came with it' }) models!: number;
  @ApiProperty({ format: 'date-time' }) importedAt!: string;
  @ApiProperty({ format: 'uuid', description: 'The person who imported it' }) importedBy!: string;
}

export class RateCardPageDto {
  @ApiProperty({ type: [RateCardDto] }) items!: RateCardDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class ActiveRatesQuery {
  @ApiPropertyOptional({ format: 'date', description: 'Today in UTC by default' })
  @IsOptional()
  @Validate(IsDay)
  date?: string;

  @ApiPropertyOptional({ example: 'USD', description: 'All by default' })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/, { message: 'must be an ISO 4217 code such as USD' })
  currency?: string;
}

class RateDto {
  @ApiProperty({ example: 'Peru' }) market!: string;
  @ApiProperty(CATEGORY) category!: RatedCategory;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ example: '0.0225', description: 'The price of a message' }) amount!: string;
  @ApiProperty({ example: 22_500, description: 'The same in millionths of a unit of the currency' }) amountMicros!: number;
  @ApiProperty(SINCE) effectiveFrom!: string;
  @ApiProperty({ description: 'Where the figure comes from' }) source!: string;
}
class MarketDto {
  @ApiProperty({ example: 'PE' }) country!: string;
  @ApiProperty({ example: 'Peru' }) market!: string;
  @ApiProperty(SINCE) effectiveFrom!: string;
  @ApiProperty() source!: string;
}
class PolicyDto {
  @ApiProperty(CATEGORY) category!: RatedCategory;
  @ApiProperty() billable!: boolean;
  @ApiProperty({ description: 'So many messages a number and month cost nothing' }) freeMonthly!: number;
  @ApiProperty({ description: 'Free inside the 24-hour service window' }) freeInWindow!: boolean;
  @ApiProperty({ description: 'Free inside the 72 hours after a click-to-WhatsApp ad' }) freeInEntry!: boolean;
  @ApiProperty(SINCE) effectiveFrom!: string;
  @ApiProperty() source!: string;
}

class ModelRateDto {
  @ApiProperty({ example: 'gpt-4o-mini' }) model!: string;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ example: '0.15', description: 'The price of a million tokens that go in' }) prompt!: string;
  @ApiProperty({ example: '0.60', description: 'The price of a million tokens that come out' }) completion!: string;
  @ApiProperty(SINCE) effectiveFrom!: string;
  @ApiProperty() source!: string;
}

export class ActiveRatesDto {
  @ApiProperty({ format: 'date' }) date!: string;
  @ApiProperty({ type: [RateDto] }) rates!: RateDto[];
  @ApiProperty({ type: [MarketDto] }) markets!: MarketDto[];
  @ApiProperty({ type: [PolicyDto] }) policies!: PolicyDto[];
  @ApiProperty({ type: [ModelRateDto] }) models!: ModelRateDto[];

  static of({ date, rates, markets, policies, models }: ActiveRates): ActiveRatesDto {
    return {
      date,
      rates: rates.map(({ market, category, currency, amountMicros, effectiveFrom, source }) => ({
        market,
        category,
        currency,
        amount: decimalOf(amountMicros),
        amountMicros,
        effectiveFrom,
        source,
      })),
      markets: markets.map(({ country, market, effectiveFrom, source }) => ({ country, market, effectiveFrom, source })),
      policies: policies.map((policy) => ({
        category: policy.category,
        billable: policy.isBillable,
        freeMonthly: policy.freeMonthly,
        freeInWindow: policy.isFreeInWindow,
        freeInEntry: policy.isFreeInEntry,
        effectiveFrom: policy.effectiveFrom,
        source: policy.source,
      })),
      models: models.map(({ model, currency, promptMicros, completionMicros, effectiveFrom, source }) => ({
        model,
        currency,
        prompt: decimalOf(promptMicros),
        completion: decimalOf(completionMicros),
        effectiveFrom,
        source,
      })),
    };
  }
}
