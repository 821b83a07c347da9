import { ApiProperty } from '@nestjs/swagger';

export class PeriodDto {
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
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
  @ApiProperty({ type: [DayUsageDto], description: 'One entry per day of the period' }) items!: DayUsageDto[];
}

class UsageCorrectionDto {
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiProperty({ example: 'utility', description: 'WhatsApp’s pricing category' }) category!: string;
  @ApiProperty({ example: 'regular' }) type!: string;
  @ApiProperty({ example: -2, description: 'What was added to the count, or taken off it' }) messages!: number;
}

export class UsageCorrectionsDto extends PeriodDto {
  @ApiProperty({ type: [UsageCorrectionDto], description: 'Empty where the counts were right' }) items!: UsageCorrectionDto[];
}
