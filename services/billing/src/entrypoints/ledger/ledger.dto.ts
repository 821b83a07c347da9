import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Length, Matches, Max, Min, Validate, ValidatorConstraint } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import { isCurrency, MAX_AMOUNT_MINOR } from '../../domain/ledger/money.js';
import { ACCOUNTS, SOURCES, TRANSFER_KINDS, type Account, type Source, type TransferKind } from '../../domain/ledger/transfer.js';
import type { StoredTransfer } from '../../handlers/ledger/read-ledger.handler.js';

@ValidatorConstraint({ name: 'isCurrency' })
export class IsCurrency {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isCurrency(value);
  }
  defaultMessage(): string {
    return '$property must be an ISO 4217 code such as USD';
  }
}

export class BillingMoneyDto {
  @ApiProperty({ example: 5_000, description: 'In the smallest unit of the currency: cents, or whole yen' }) amountMinor!: number;
  @ApiProperty({ example: 'USD', description: 'ISO 4217' }) currency!: string;
}

export class DepositDto {
  @ApiProperty({ type: BillingMoneyDto, description: 'Paid and not used' }) balance!: BillingMoneyDto;
  @ApiProperty({ type: BillingMoneyDto, description: 'The part of it that is promised to what is under way' }) reserved!: BillingMoneyDto;
}

export class PayInDto {
  @ApiProperty({ example: 5_000, minimum: 1, maximum: MAX_AMOUNT_MINOR, description: 'In the smallest unit of the currency' })
  @IsInt()
  @Min(1)
  @Max(MAX_AMOUNT_MINOR)
  amountMinor!: number;

  @ApiProperty({ example: 'USD', description: 'ISO 4217. Of later payments the same as of the first' })
  @Validate(IsCurrency)
  currency!: string;

  @ApiProperty({ example: 'transfer 2026-11-30/17', description: 'Your own name of the payment. The same one twice is one payment' })
  @IsString()
  @Length(1, 150)
  @Matches(/^[^\p{Cc}]+$/u, { message: 'reference must not contain control characters' })
  reference!: string;
}

export class LedgerTransferDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: TRANSFER_KINDS, enumName: 'TransferKind' }) kind!: TransferKind;
  @ApiProperty({ enum: ACCOUNTS, enumName: 'LedgerAccount', description: 'The account that gave' }) from!: Account;
  @ApiProperty({ enum: ACCOUNTS, enumName: 'LedgerAccount', description: 'The account that got' }) to!: Account;
  @ApiProperty({ type: BillingMoneyDto }) amount!: BillingMoneyDto;
  @ApiProperty({ type: Number, nullable: true, description: 'Of what was used beyond the plan: how many' }) units!: number | null;
  @ApiProperty({ enum: SOURCES, enumName: 'TransferSource' }) source!: Source;
  @ApiProperty() reference!: string;
}

export class LedgerPageDto {
  @ApiProperty({ type: [LedgerTransferDto] }) items!: LedgerTransferDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class PaidInDto {
  @ApiProperty({ type: LedgerTransferDto }) transfer!: LedgerTransferDto;
  @ApiProperty({ type: DepositDto }) deposit!: DepositDto;
}

export const toTransfer = ({ amountMinor, currency, fromAccount, toAccount, ...rest }: StoredTransfer): LedgerTransferDto => ({
  ...rest,
  from: fromAccount,
  to: toAccount,
  amount: { amountMinor, currency },
});
