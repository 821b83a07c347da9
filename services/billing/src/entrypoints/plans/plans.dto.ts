import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PLAN_NAMES, type PlanName } from '../../domain/plans/plan.js';
import { PeriodDto } from '../usage/usage.dto.js';

export class ChangePlanDto {
  @ApiProperty({ enum: PLAN_NAMES })
  @IsIn(PLAN_NAMES)
  plan!: PlanName;
}

class AllowanceDto {
  @ApiProperty({ type: Number, nullable: true, description: 'Null means no limit' }) limit!: number | null;
  @ApiProperty() used!: number;
  @ApiProperty({ type: Number, nullable: true }) remaining!: number | null;
}

class LimitsDto {
  @ApiProperty({ type: Number, nullable: true, description: 'Per calendar month; null means no limit' }) messages!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Per calendar month' }) aiReplies!: number | null;
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
  @ApiProperty({ type: AllowanceDto, description: 'Messages in and out' }) messages!: AllowanceDto;
  @ApiProperty({ type: AllowanceDto }) aiReplies!: AllowanceDto;
}
