import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PeriodQuery } from '#service-kit';
import { METRICS, type Metric } from '../../domain/figures/counts.js';

export class OverviewQuery extends PeriodQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only this outlet; all outlets by default' })
  @IsOptional()
  @IsUUID()
  outletId?: string;
}

export class TimeseriesQuery extends OverviewQuery {
  @ApiProperty({ enum: METRICS })
  @IsIn(METRICS)
  metric!: Metric;

  @ApiPropertyOptional({ enum: ['hour', 'day'], default: 'day', description: '`hour` for at most 31 days' })
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
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'The bot’s share of what bot and agents wrote, 0 to 1; null when neither wrote',
  })
  automationRate!: number | null;
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
