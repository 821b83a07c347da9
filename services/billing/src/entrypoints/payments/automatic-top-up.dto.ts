import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { MAX_AMOUNT_MINOR } from '../../domain/ledger/money.js';
import { MAX_CHARGES_A_DAY } from '../../domain/payments/automatic-top-up.js';
import { BillingMoneyDto } from '../ledger/ledger.dto.js';
import { MAX_TOP_UP } from './payments.dto.js';

export class ChangeAutomaticTopUpDto {
  @ApiProperty({ description: 'To switch it on a payment method must be kept: pay into the deposit once by a checkout' })
  @IsBoolean()
  isOn!: boolean;

  @ApiProperty({
    minimum: 1,
    maximum: MAX_AMOUNT_MINOR,
    example: 500,
    description: 'Charged when the deposit has less free than this, in the smallest unit of its currency',
  })
  @IsInt()
  @Min(1)
  @Max(MAX_AMOUNT_MINOR)
  belowMinor!: number;

  @ApiProperty({ minimum: 1, maximum: MAX_TOP_UP, example: 2_000, description: 'What is charged, in the smallest unit of the currency' })
  @IsInt()
  @Min(1)
  @Max(MAX_TOP_UP)
  amountMinor!: number;

  @ApiProperty({ minimum: 1, maximum: MAX_CHARGES_A_DAY, example: 1, description: 'Charges a day (UTC), at most' })
  @IsInt()
  @Min(1)
  @Max(MAX_CHARGES_A_DAY)
  maxDaily!: number;
}

class AutomaticChargeDto {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: BillingMoneyDto }) amount!: BillingMoneyDto;
  @ApiProperty({ enum: ['open', 'paid', 'failed'], description: 'open: the payment provider has not answered yet' })
  state!: 'open' | 'paid' | 'failed';
  @ApiProperty({ type: String, nullable: true, description: 'Why it failed, in the payment provider’s words' }) error!: string | null;
}

export class AutomaticTopUpDto {
  @ApiProperty({ description: 'Switched off by itself after several failures one after another' }) isOn!: boolean;
  @ApiProperty({ description: 'Charged when the deposit has less free than this, in the smallest unit of its currency' })
  belowMinor!: number;
  @ApiProperty({ description: 'What is charged' }) amountMinor!: number;
  @ApiProperty({ description: 'Charges a day (UTC), at most' }) maxDaily!: number;
  @ApiProperty({ description: 'Charges that failed one after another' }) failures!: number;
  @ApiProperty({ type: AutomaticChargeDto, nullable: true }) lastCharge!: AutomaticChargeDto | null;
}
