import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsIn,
  IsOptional,
  Validate,
  ValidatorConstraint,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { PLAN_NAMES, type PlanName } from '../../domain/plans/plan.js';

@ValidatorConstraint()
class IsDay implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
  }
  defaultMessage(at?: ValidationArguments): string {
    return `${at?.property} must be a day such as 2026-11-20`;
  }
}

export class PeriodQuery {
  @ApiPropertyOptional({ format: 'date', description: 'First day, UTC; 29 days before `to` by default' })
  @IsOptional()
  @Validate(IsDay)
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day, UTC; today by default' })
  @IsOptional()
  @Validate(IsDay)
  to?: string;
}

export class ChangePlanDto {
  @ApiProperty({ enum: PLAN_NAMES })
  @IsIn(PLAN_NAMES)
  plan!: PlanName;
}

class PeriodDto {
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
}

class AllowanceDto {
  @ApiProperty({ type: Number, nullable: true, description: 'Null: without limit' }) limit!: number | null;
  @ApiProperty() used!: number;
  @ApiProperty({ type: Number, nullable: true }) remaining!: number | null;
}

class LimitsDto {
  @ApiProperty({ type: Number, nullable: true, description: 'A calendar month; null: without limit' }) messages!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'A calendar month' }) aiReplies!: number | null;
  @ApiProperty({ type: Number, nullable: true }) contacts!: number | null;
  @ApiProperty({ type: Number, nullable: true }) outlets!: number | null;
  @ApiProperty({ type: Number, nullable: true }) users!: number | null;
  @ApiProperty({ type: Number, nullable: true }) documents!: number | null;
}

export class QuotaDto {
  @ApiProperty({ format: 'uuid' }) tenantId!: string;
  @ApiProperty({ enum: PLAN_NAMES }) plan!: PlanName;
  @ApiProperty({ type: PeriodDto, description: 'The calendar month in UTC' }) period!: PeriodDto;
  @ApiProperty({ type: LimitsDto }) limits!: LimitsDto;
  @ApiProperty({ type: AllowanceDto, description: 'In and out' }) messages!: AllowanceDto;
  @ApiProperty({ type: AllowanceDto }) aiReplies!: AllowanceDto;
}

class ChargeDto {
  @ApiProperty({ example: 'utility', description: 'WhatsApp’s pricing category' }) category!: string;
  @ApiProperty({ example: 'regular' }) type!: string;
  @ApiProperty() messages!: number;
}

class UsageDto {
  @ApiProperty() messagesIn!: number;
  @ApiProperty() messagesOut!: number;
  @ApiProperty() aiReplies!: number;
  @ApiProperty() promptTokens!: number;
  @ApiProperty() completionTokens!: number;
  @ApiProperty({ type: [ChargeDto], description: 'Messages that WhatsApp priced' }) charges!: ChargeDto[];
}

export class UsageStatsDto extends UsageDto {
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
}

class DayUsageDto extends UsageDto {
  @ApiProperty({ format: 'date' }) day!: string;
}

export class DailyUsageDto extends PeriodDto {
  @ApiProperty({ type: [DayUsageDto], description: 'Every day of the period' }) items!: DayUsageDto[];
}
