import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { MAX_AMOUNT_MINOR } from '../../domain/ledger/money.js';
import { PLAN_NAMES, type PlanName } from '../../domain/plans/plan.js';
import { BillingMoneyDto } from '../ledger/ledger.dto.js';

const PLAN = { enum: PLAN_NAMES, enumName: 'PlanName' };
const NO_CONTROLS = /^[^\p{Cc}]*$/u;

export class SetInvoicingDto {
  @ApiProperty({ ...PLAN, description: 'A plan with a price' })
  @IsIn(PLAN_NAMES)
  plan!: PlanName;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 365,
    default: 0,
    description: 'Days that cost nothing, before the first plan that is invoiced',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(365)
  trialDays?: number;
}

class InvoicedPlanDto {
  @ApiProperty(PLAN) plan!: PlanName;
  @ApiProperty() planVersion!: number;
  @ApiProperty({ description: 'Whether nothing was invoiced yet' }) inTrial!: boolean;
  @ApiProperty({ format: 'date', description: 'The first day that is invoiced or tried out' }) periodFrom!: string;
  @ApiProperty({ format: 'date', description: 'The last day of it; the next invoice comes the day after' }) periodTo!: string;
  @ApiProperty({ type: BillingMoneyDto, description: 'What a cheaper plan left over: taken off the next invoices' })
  credit!: BillingMoneyDto;
  @ApiProperty({ description: 'Whether it ends after that day' }) ends!: boolean;
  @ApiProperty({ description: 'Whether nothing leaves, since an invoice was not paid' }) suspended!: boolean;
}

export class InvoicingDto {
  @ApiProperty({ type: InvoicedPlanDto, nullable: true, description: 'Null where the plan is not paid by invoices of the operator' })
  subscription!: InvoicedPlanDto | null;
}

export class InvoicePaymentDto {
  @ApiProperty({ example: 'transfer 2026-11-30/17', description: 'Your own name of the payment' })
  @IsString()
  @Length(1, 150)
  @Matches(NO_CONTROLS, { message: 'reference must not contain control characters' })
  reference!: string;
}

export class CreditInvoiceDto {
  @ApiProperty({
    example: 500,
    minimum: 1,
    maximum: MAX_AMOUNT_MINOR,
    description: 'With tax, in the smallest unit of the invoice’s currency',
  })
  @IsInt()
  @Min(1)
  @Max(MAX_AMOUNT_MINOR)
  amountMinor!: number;

  @ApiProperty({ example: 'Two days without service', description: 'Stands on the credit note' })
  @IsString()
  @Length(1, 200)
  @Matches(NO_CONTROLS, { message: 'reason must not contain control characters' })
  reason!: string;

  @ApiProperty({ example: 'ticket 4711', description: 'Your own name of it. The same one twice is one credit note' })
  @IsString()
  @Length(1, 150)
  @Matches(NO_CONTROLS, { message: 'reference must not contain control characters' })
  reference!: string;
}
