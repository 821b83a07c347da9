import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  Validate,
  ValidateIf,
  ValidateNested,
  ValidatorConstraint,
} from 'class-validator';
import { isCurrency } from '../../domain/ledger/money.js';
import { MAX_LIMIT, MAX_UNIT_PRICE, METERS, PLAN_NAMES, type Meter, type PlanName } from '../../domain/plans/plan.js';
import { DepositDto, IsCurrency } from '../ledger/ledger.dto.js';
import { PeriodDto } from '../usage/usage.dto.js';

const MAX_TRIAL_DAYS = 365;
const PLAN = { enum: PLAN_NAMES, enumName: 'PlanName' };

export class ChangePlanDto {
  @ApiProperty(PLAN)
  @IsIn(PLAN_NAMES)
  plan!: PlanName;
}

class AllowanceDto {
  @ApiProperty({ type: Number, nullable: true, description: 'Null means no limit' }) limit!: number | null;
  @ApiProperty() used!: number;
  @ApiProperty({ description: 'What is under way and not used yet' }) reserved!: number;
  @ApiProperty({ type: Number, nullable: true }) remaining!: number | null;
}

class MeterDto extends AllowanceDto {
  @ApiProperty({ enum: METERS, enumName: 'Meter' }) meter!: Meter;
}

class LimitsDto {
  @ApiProperty({ type: Number, nullable: true, description: 'Messages that leave, per calendar month (UTC); null means no limit' })
  messages!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Per calendar month (UTC)' }) aiReplies!: number | null;
  @ApiProperty({ type: Number, nullable: true }) contacts!: number | null;
  @ApiProperty({ type: Number, nullable: true }) outlets!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'People and open invitations' }) users!: number | null;
  @ApiProperty({ type: Number, nullable: true }) documents!: number | null;
}

const Limit = (): PropertyDecorator => (target, key) => {
  const rules = [
    ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: MAX_LIMIT, description: 'Null means no limit' }),
    IsOptional(),
    IsInt(),
    Min(0),
    Max(MAX_LIMIT),
  ];
  for (const rule of rules) rule(target, key);
};

class NewLimitsDto {
  @Limit() messages?: number | null;
  @Limit() aiReplies?: number | null;
  @Limit() contacts?: number | null;
  @Limit() outlets?: number | null;
  @Limit() users?: number | null;
  @Limit() documents?: number | null;
}

const PRICES = {
  type: 'object',
  additionalProperties: { type: 'integer', minimum: 1, maximum: MAX_UNIT_PRICE },
  example: { USD: 2 },
} as const;
const PRICES_OF =
  'What a unit beyond the limit costs, in the smallest unit of each currency. Without the currency of its deposit a tenant gets none';

@ValidatorConstraint({ name: 'isPrices' })
class IsPrices {
  validate(value: unknown): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.entries(value).every(
      ([currency, price]) => isCurrency(currency) && Number.isInteger(price) && price >= 1 && price <= MAX_UNIT_PRICE,
    );
  }
  defaultMessage(): string {
    return '$property must be whole amounts of at least 1 by ISO 4217 codes, such as {"USD": 2}';
  }
}

class NewOverageDto {
  @ApiPropertyOptional({ ...PRICES, description: PRICES_OF })
  @IsOptional()
  @Validate(IsPrices)
  messages?: Record<string, number>;

  @ApiPropertyOptional({ ...PRICES, description: PRICES_OF })
  @IsOptional()
  @Validate(IsPrices)
  aiReplies?: Record<string, number>;
}

class OverageDto {
  @ApiPropertyOptional({ ...PRICES, description: PRICES_OF }) messages?: Record<string, number>;
  @ApiPropertyOptional({ ...PRICES, description: PRICES_OF }) aiReplies?: Record<string, number>;
}

const WEBHOOKS = { description: 'Webhooks to systems of one’s own: without it none can be added' };
const BRANDING = { description: 'Colours, name and logo of one’s own: without it they cannot be changed' };

class FeaturesDto {
  @ApiProperty(WEBHOOKS) webhooks!: boolean;
  @ApiProperty(BRANDING) branding!: boolean;
}

class NewFeaturesDto {
  @ApiPropertyOptional(WEBHOOKS)
  @IsOptional()
  @IsBoolean()
  webhooks?: boolean;

  @ApiPropertyOptional(BRANDING)
  @IsOptional()
  @IsBoolean()
  branding?: boolean;
}

export class PlanPriceDto {
  @ApiProperty({ description: 'In the smallest unit of the currency', example: 4900, minimum: 1, maximum: MAX_LIMIT })
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  amountMinor!: number;

  @ApiProperty({ description: 'ISO 4217', example: 'USD' })
  @Validate(IsCurrency)
  currency!: string;
}

export class ChangeCatalogueDto {
  @ApiPropertyOptional({ type: NewLimitsDto, description: 'What is left out stays as it is' })
  @ValidateIf(
    ({ limits, overage, price, trialDays, features }: ChangeCatalogueDto) =>
      limits !== undefined || [overage, price, trialDays, features].every((change) => change === undefined),
  )
  @IsObject()
  @ValidateNested()
  @Type(() => NewLimitsDto)
  limits?: NewLimitsDto;

  @ApiPropertyOptional({ type: NewOverageDto, description: 'All of them anew; left out, they stay as they are' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => NewOverageDto)
  overage?: NewOverageDto;

  @ApiPropertyOptional({
    type: PlanPriceDto,
    nullable: true,
    description: 'What a month costs. Null takes the plan out of the checkout; left out, it stays',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => PlanPriceDto)
  price?: PlanPriceDto | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: MAX_TRIAL_DAYS,
    description: 'Days of a company’s first subscription that cost nothing. Null: what the installation gives; left out, they stay',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_TRIAL_DAYS)
  trialDays?: number | null;

  @ApiPropertyOptional({ type: NewFeaturesDto, description: 'What is left out stays as it is' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => NewFeaturesDto)
  features?: NewFeaturesDto;
}

export class PlanDto {
  @ApiProperty(PLAN) name!: PlanName;
  @ApiProperty({ description: 'Counts up with every change; a tenant keeps the version that it was put on' }) version!: number;
  @ApiProperty({ type: LimitsDto }) limits!: LimitsDto;
  @ApiProperty({ type: OverageDto, description: 'What units beyond the limits cost' }) overage!: OverageDto;
  @ApiProperty({ type: PlanPriceDto, nullable: true, description: 'Of a month; null where the plan is not sold by checkout' })
  price!: PlanPriceDto | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Of a company’s first subscription; null: what the installation gives' })
  trialDays!: number | null;
  @ApiProperty({ type: FeaturesDto, description: 'What the plan has beside amounts' }) features!: FeaturesDto;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class PlansDto {
  @ApiProperty({ type: [PlanDto], description: 'The latest version of each' }) items!: PlanDto[];
}

const Addon = (): PropertyDecorator => (target, key) => {
  const rules = [ApiPropertyOptional({ type: Number, minimum: 0, maximum: MAX_LIMIT }), IsOptional(), IsInt(), Min(0), Max(MAX_LIMIT)];
  for (const rule of rules) rule(target, key);
};

/** What is left out or 0 is none. */
export class AddonsDto {
  @Addon() messages?: number;
  @Addon() aiReplies?: number;
  @Addon() contacts?: number;
  @Addon() outlets?: number;
  @Addon() users?: number;
  @Addon() documents?: number;
}

export class QuotaDto {
  @ApiProperty({ format: 'uuid' }) tenantId!: string;
  @ApiProperty(PLAN) plan!: PlanName;
  @ApiProperty() planVersion!: number;
  @ApiProperty({ description: 'Whether the limits bind: from the first time that a superadmin put the tenant on a plan' })
  enforced!: boolean;
  @ApiProperty({ type: PeriodDto, description: 'The calendar month in UTC' }) period!: PeriodDto;
  @ApiProperty({ type: LimitsDto }) limits!: LimitsDto;
  @ApiProperty({ type: AddonsDto, description: 'What of the limits is beyond the plan' }) addons!: AddonsDto;
  @ApiProperty({ type: AllowanceDto, description: 'Messages that left; what customers write is not counted' }) messages!: AllowanceDto;
  @ApiProperty({ type: AllowanceDto }) aiReplies!: AllowanceDto;
  @ApiProperty({ type: [MeterDto] }) meters!: MeterDto[];
  @ApiProperty({
    type: DepositDto,
    nullable: true,
    description: 'Prepaid money for what is beyond the plan; null where there was never any',
  })
  deposit!: DepositDto | null;
  @ApiProperty({
    description:
      'Nothing more leaves until there is room: the plan has none, and the deposit does not pay for another; or an invoice is not paid. What customers write is always taken',
  })
  suspended!: boolean;
}
