import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { METERS, PLAN_NAMES, type Meter, type PlanName } from '../../domain/plans/plan.js';
import { ExactMoneyDto } from '../costs/costs.dto.js';
import { BillingMoneyDto } from '../ledger/ledger.dto.js';
import { PeriodDto } from '../usage/usage.dto.js';

const MONTH = { example: '2026-11', description: 'A calendar month in UTC' };
const CURRENCY = { example: 'USD', description: 'ISO 4217' };

export class RevenueQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 24, default: 12, description: 'How many months are told, the present one included' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(24)
  months?: number;
}

class PlanRevenueDto {
  @ApiProperty({ enum: PLAN_NAMES, enumName: 'PlanName' }) plan!: PlanName;
  @ApiProperty() version!: number;
  @ApiProperty({ type: BillingMoneyDto, nullable: true, description: 'Of a month; null where the version is not sold by checkout' })
  price!: BillingMoneyDto | null;
  @ApiProperty({ description: 'Tenants on this version, without those who try it' }) tenants!: number;
  @ApiProperty({ description: 'Tenants who try it and pay nothing yet' }) trials!: number;
  @ApiProperty({ type: BillingMoneyDto, nullable: true, description: 'What a month of all of them is worth' })
  monthly!: BillingMoneyDto | null;
}

class MonthMoneyDto {
  @ApiProperty(CURRENCY) currency!: string;
  @ApiProperty({ description: 'What a month was worth when this one began, in the smallest unit' }) startMinor!: number;
  @ApiProperty({ description: 'Of those who began to pay' }) newMinor!: number;
  @ApiProperty() upgradesMinor!: number;
  @ApiProperty({ description: '0 or less' }) downgradesMinor!: number;
  @ApiProperty({ description: 'Of those who stopped to pay; 0 or less' }) endedMinor!: number;
  @ApiProperty({ description: 'At its end, or now' }) endMinor!: number;
}

class RevenueMonthDto {
  @ApiProperty(MONTH) month!: string;
  @ApiProperty({ description: 'Tenants who paid when it began' }) start!: number;
  @ApiProperty({ description: 'Who began to pay' }) new!: number;
  @ApiProperty({ description: 'Who went to a version that costs more, in the same currency' }) upgrades!: number;
  @ApiProperty({ description: 'Who went to one that costs less' }) downgrades!: number;
  @ApiProperty({ description: 'Who stopped to pay, the deleted included' }) ended!: number;
  @ApiProperty({ description: 'Tenants who pay at its end, or now' }) end!: number;
  @ApiProperty({ type: Number, nullable: true, example: 0.02, description: '`ended` of `start`; null where nobody paid at the start' })
  churn!: number | null;
  @ApiProperty({ type: [MonthMoneyDto] }) money!: MonthMoneyDto[];
}

export class RevenueDto {
  @ApiProperty({ type: [PlanRevenueDto], description: 'Versions that somebody is on' }) plans!: PlanRevenueDto[];
  @ApiProperty({ type: [BillingMoneyDto], description: 'What a month of all plans is worth now, one a currency' })
  monthly!: BillingMoneyDto[];
  @ApiProperty({ type: [RevenueMonthDto], description: 'The oldest first; the last one is the present one' }) months!: RevenueMonthDto[];
}

class OfTenantDto {
  @ApiProperty({ format: 'uuid' }) tenantId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null where the company is deleted' }) tenantName!: string | null;
}

class LookedAtDto {
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When all tenants were last looked at; null before the first time',
  })
  asOf!: string | null;
  @ApiNextCursor() nextCursor!: string | null;
}

class NearLimitDto extends OfTenantDto {
  @ApiProperty({ enum: METERS, enumName: 'Meter' }) meter!: Meter;
  @ApiProperty() limit!: number;
  @ApiProperty({ description: 'With what is under way' }) used!: number;
  @ApiProperty({ example: 92.5, description: 'Used of the limit, in percent' }) percent!: number;
}

export class NearLimitsDto extends LookedAtDto {
  @ApiProperty({ type: [NearLimitDto], description: 'The fullest first' }) items!: NearLimitDto[];
}

export const ORDERS = ['lowest', 'highest'] as const;

export class MarginsQuery extends PageQuery {
  @ApiPropertyOptional({ ...MONTH, description: 'The present one by default; 24 months are kept' })
  @IsOptional()
  @Matches(/^20\d{2}-(0[1-9]|1[0-2])$/, { message: 'month must be a month such as 2026-11' })
  month?: string;

  @ApiPropertyOptional({ ...CURRENCY, description: 'The first one of `totals` by default' })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be an ISO 4217 code such as USD' })
  currency?: string;

  @ApiPropertyOptional({ enum: ORDERS, default: 'lowest', description: 'Which margins come first' })
  @IsOptional()
  @IsIn(ORDERS)
  order?: (typeof ORDERS)[number];
}

export class MarginDto {
  @ApiProperty({ type: ExactMoneyDto, description: 'Of the plan’s price, spread evenly over the days of the month; a trial pays nothing' })
  plan!: ExactMoneyDto;
  @ApiProperty({ type: ExactMoneyDto, description: 'Taken from the deposit for what was used beyond the plan' }) overage!: ExactMoneyDto;
  @ApiProperty({ type: ExactMoneyDto, description: 'What WhatsApp and the models charge' }) costs!: ExactMoneyDto;
  @ApiProperty({ type: ExactMoneyDto, description: 'plan + overage - costs' }) margin!: ExactMoneyDto;
}

class TenantMarginDto extends OfTenantDto {
  @ApiProperty({ type: MarginDto }) figures!: MarginDto;
}

class MarginTotalDto extends MarginDto {
  @ApiProperty(CURRENCY) currency!: string;
  @ApiProperty({ description: 'Who paid or cost something' }) tenants!: number;
}

export class MarginsDto extends LookedAtDto {
  @ApiProperty(MONTH) month!: string;
  @ApiProperty({ ...CURRENCY, type: String, nullable: true, description: 'Of `items`; null where nothing is known of the month' })
  currency!: string | null;
  @ApiProperty({ type: [MarginTotalDto], description: 'Of all tenants, one a currency' }) totals!: MarginTotalDto[];
  @ApiProperty({ type: [TenantMarginDto] }) items!: TenantMarginDto[];
}

class MarginDayDto extends MarginDto {
  @ApiProperty({ format: 'date', example: '2026-11-20', description: 'In UTC' }) day!: string;
}

export class TenantMarginsDto extends PeriodDto {
  @ApiProperty({ type: [MarginDayDto], description: 'In the order of days, one a day and currency; days of nothing are left out' })
  items!: MarginDayDto[];
  @ApiProperty({ type: [MarginDto], description: 'Of the whole period, one a currency' }) totals!: MarginDto[];
}

export const ACCOUNTS = ['deposit', 'debt'] as const;

export class DepositsQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ACCOUNTS,
    default: 'deposit',
    description: 'debt: what tenants owe whose payment was taken back after it was used',
  })
  @IsOptional()
  @IsIn(ACCOUNTS)
  kind?: (typeof ACCOUNTS)[number];
}

class DepositOfTenantDto extends OfTenantDto {
  @ApiProperty({ type: BillingMoneyDto, description: 'What the deposit holds, or what is owed' }) amount!: BillingMoneyDto;
  @ApiProperty({ type: BillingMoneyDto, description: 'Of it promised to what is under way' }) reserved!: BillingMoneyDto;
}

class DepositTotalDto {
  @ApiProperty({ description: 'How many tenants have a deposit that holds something' }) deposits!: number;
  @ApiProperty({ type: BillingMoneyDto }) balance!: BillingMoneyDto;
  @ApiProperty({ type: BillingMoneyDto }) reserved!: BillingMoneyDto;
  @ApiProperty({ description: 'How many tenants owe something' }) debts!: number;
  @ApiProperty({ type: BillingMoneyDto }) owed!: BillingMoneyDto;
}

export class DepositsDto extends LookedAtDto {
  @ApiProperty({ type: [DepositTotalDto], description: 'Of all tenants, one a currency, as of `asOf`' }) totals!: DepositTotalDto[];
  @ApiProperty({ type: [DepositOfTenantDto], description: 'As they are now, by tenant' }) items!: DepositOfTenantDto[];
}
