import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsTimeZone, IsUUID } from 'class-validator';
import { PeriodQuery } from '#service-kit';
import { METRICS, type Metric } from '../../domain/figures/counts.js';

export class OverviewQuery extends PeriodQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only this outlet; all outlets by default' })
  @IsOptional()
  @IsUUID()
  outletId?: string;

  @ApiPropertyOptional({
    example: 'America/Bogota',
    default: 'UTC',
    description:
      'IANA time zone in which the days begin and end. Figures are kept by hours of UTC: where a zone is half an hour off, a day begins at the next full hour.',
  })
  @IsOptional()
  @IsTimeZone({ message: 'timeZone must be an IANA time zone such as America/Bogota' })
  timeZone: string = 'UTC';
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
  @ApiProperty({ description: 'Notices such as that a person takes over. bot, agent, api and system add up to out.' }) system!: number;
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
    description:
      'Of what was answered by the bot or handed to a person, the share that the bot answered, 0 to 1; null where there was neither',
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

class SurveyFiguresDto {
  @ApiProperty({ example: 20, description: 'Customers who were asked' }) asked!: number;
  @ApiProperty({ example: 12, description: 'Customers who answered' }) answered!: number;
  @ApiProperty({ type: Number, nullable: true, example: 0.6, description: 'The share that answered, 0 to 1; null where nobody was asked' })
  responseRate!: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 4.4, description: '1 to 5; null where nobody answered' })
  average!: number | null;
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 0.83,
    description: 'The share of 4 and 5 among the answers, 0 to 1; null where nobody answered',
  })
  positiveShare!: number | null;
}

class RatingDto {
  @ApiProperty({ example: 5, minimum: 1, maximum: 5 }) rating!: number;
  @ApiProperty({ example: 7 }) count!: number;
}

class SurveysOfAgentDto extends SurveyFiguresDto {
  @ApiProperty({
    format: 'uuid',
    nullable: true,
    type: String,
    example: '0198c0de-0000-7000-8000-00000000aaaa',
    description: 'Who had the conversation; null: the bot',
  })
  agentId!: string | null;
}

class SurveysOfDayDto extends SurveyFiguresDto {
  @ApiProperty({ format: 'date', example: '2026-11-20' }) date!: string;
}

export class SatisfactionDto extends SurveyFiguresDto {
  @ApiProperty({ format: 'date', example: '2026-11-14' }) from!: string;
  @ApiProperty({ format: 'date', example: '2026-11-20' }) to!: string;
  @ApiProperty({ type: [RatingDto], description: 'From 5 down to 1' }) distribution!: RatingDto[];
  @ApiProperty({ type: [SurveysOfAgentDto], description: 'Who was rated most stands first' }) byAgent!: SurveysOfAgentDto[];
  @ApiProperty({ type: [SurveysOfDayDto], description: 'Days on which somebody was asked, oldest first' }) byDay!: SurveysOfDayDto[];
}
