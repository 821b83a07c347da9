import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { SUBSCRIPTION_STATES, type SubscriptionState } from '../../domain/payments/payment-provider.js';
import { PLAN_NAMES, type PlanName } from '../../domain/plans/plan.js';

/** What Stripe charges at once at most, in most currencies. */
export const MAX_TOP_UP = 99_999_999;
const PLAN = { enum: PLAN_NAMES, enumName: 'PlanName' };

export class CheckoutDto {
  @ApiPropertyOptional({ ...PLAN, description: 'A plan with a price; or else `amountMinor`' })
  @IsOptional()
  @IsIn(PLAN_NAMES)
  plan?: PlanName;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: MAX_TOP_UP,
    example: 5_000,
    description: 'To pay into the deposit, in the smallest unit of its currency; or else `plan`',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_TOP_UP)
  amountMinor?: number;
}

export class AddressDto {
  @ApiProperty({ format: 'uri', description: 'Send the person there; the page is good for minutes' }) url!: string;
}

class PaidSubscriptionDto {
  @ApiProperty(PLAN) plan!: PlanName;
  @ApiProperty() planVersion!: number;
  @ApiProperty({ enum: SUBSCRIPTION_STATES, enumName: 'SubscriptionState' }) status!: SubscriptionState;
  @ApiProperty({ description: 'Payments of the open invoice that failed' }) failedTries!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The end of what is paid for' })
  periodEndsAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Set where the subscription was cancelled' })
  endsAt!: string | null;
}

export class PaymentsDto {
  @ApiProperty({ type: String, enum: ['stripe'], nullable: true, description: 'Null where plans are not sold by a provider' })
  provider!: 'stripe' | null;
  @ApiProperty({ description: 'Whether the company has been to a checkout, so that there is a payment method to look after' })
  hasAccount!: boolean;
  @ApiProperty({ example: 'USD', description: 'ISO 4217: of the deposit, or of the first payment into it' }) currency!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when nothing leaves because a payment failed' })
  suspendedSince!: string | null;
  @ApiProperty({ type: PaidSubscriptionDto, nullable: true }) subscription!: PaidSubscriptionDto | null;
}
