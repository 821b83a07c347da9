import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min, ValidateIf } from 'class-validator';
import { MAX_AMOUNT_MINOR } from '../../domain/ledger/money.js';

export class ChangeSpendingCapDto {
  @ApiProperty({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: MAX_AMOUNT_MINOR,
    example: 2_000,
    description: 'In the smallest unit of the deposit’s currency. 0: the deposit pays for nothing; null: there is no cap',
  })
  @ValidateIf(({ dailyMinor }: ChangeSpendingCapDto) => dailyMinor !== null)
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT_MINOR)
  dailyMinor!: number | null;
}

export class SpendingCapDto {
  @ApiProperty({ type: Number, nullable: true, description: 'In the smallest unit of the deposit’s currency; null means no cap' })
  dailyMinor!: number | null;
  @ApiProperty({ description: 'What units beyond the plan took of the deposit today (UTC), promised or used' }) spentMinor!: number;
  @ApiProperty({ type: String, nullable: true, description: 'ISO 4217, of the deposit; null where there was never any' })
  currency!: string | null;
  @ApiProperty({ format: 'date-time', description: 'When the day ends' }) endsAt!: string;
}
