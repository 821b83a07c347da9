import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsIn,
  IsOptional,
  IsUUID,
  Validate,
  ValidatorConstraint,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { METRICS, type Metric } from '../../domain/figures/counts.js';

@ValidatorConstraint()
class IsDay implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
  }
  defaultMessage(at?: ValidationArguments): string {
    return `${at?.property} must be a day such as 2026-11-20`;
  }
}

export class OverviewQuery {
  @ApiPropertyOptional({ format: 'date', description: 'First day, UTC; 29 days before `to` by default' })
  @IsOptional()
  @Validate(IsDay)
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day, UTC; today by default' })
  @IsOptional()
  @Validate(IsDay)
  to?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'One outlet; all of them by default' })
  @IsOptional()
  @IsUUID()
  outletId?: string;
}

export class TimeseriesQuery extends OverviewQuery {
  @ApiProperty({ enum: METRICS })
  @IsIn(METRICS)
  metric!: Metric;

  @ApiPropertyOptional({ enum: ['hour', 'day'], default: 'day', description: 'Hours for 31 days at most' })
  @IsOptional()
  @IsIn(['hour', 'day'])
  interval: 'hour' | 'day' = 'day';
}

class MessagesDto {
  @ApiProperty() in!: number;
  @ApiProperty() out!: number;
  @ApiProperty() bot!: number;
  @ApiProperty() agent!: number;
  @ApiProperty() api!: number;
}

class ReasonDto {
  @ApiProperty({ example: 'no_answer' }) reason!: string;
  @ApiProperty() count!: number;
}

class HandoffsDto {
  @ApiProperty() total!: number;
  @ApiProperty({ type: [ReasonDto] }) byReason!: ReasonDto[];
}

class DeliveryDto {
  @ApiProperty() accepted!: number;
  @ApiProperty() sent!: number;
  @ApiProperty() delivered!: number;
  @ApiProperty() read!: number;
  @ApiProperty() failed!: number;
}

class ResponseTimeDto {
  @ApiProperty() count!: number;
  @ApiProperty({ type: Number, nullable: true }) averageMs!: number | null;
}

export class OverviewDto {
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
  @ApiProperty({ type: MessagesDto }) messages!: MessagesDto;
  @ApiProperty({ type: Number, nullable: true, description: 'Share of the bot in what bot and agents wrote, 0 to 1' }) automationRate!:
    number | null;
  @ApiProperty() botAnswers!: number;
  @ApiProperty({ type: HandoffsDto }) handoffs!: HandoffsDto;
  @ApiProperty() conversationsClosed!: number;
  @ApiProperty({ type: DeliveryDto, description: 'Messages that reached each stage' }) delivery!: DeliveryDto;
  @ApiProperty({ type: ResponseTimeDto, description: 'From a customer’s message to the first answer' }) responseTime!: ResponseTimeDto;
}

class PointDto {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty() value!: number;
}

export class TimeseriesDto {
  @ApiProperty({ enum: METRICS }) metric!: Metric;
  @ApiProperty({ enum: ['hour', 'day'] }) interval!: 'hour' | 'day';
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
  @ApiProperty({ type: [PointDto], description: 'Every hour or day of the period' }) items!: PointDto[];
}
