import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsInt, IsString, Length, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import {
  INVOICE_KINDS,
  INVOICE_STATES,
  LINE_KINDS,
  type InvoiceKind,
  type InvoiceLine,
  type InvoiceParty,
  type InvoiceState,
  type LineKind,
} from '../../domain/invoices/invoice.js';
import type { InvoiceShown } from '../../handlers/invoices/read-invoices.handler.js';
import { BillingMoneyDto } from '../ledger/ledger.dto.js';

const NULLABLE = { type: String, nullable: true } as const;
const NO_CONTROLS = /^[^\p{Cc}]*$/u;
const LINES = /^(?:[^\p{Cc}]|\n)*$/u;
const isGiven = (_: object, value: unknown): boolean => value !== null;

/** Of a party to an invoice. */
export class InvoicePartyDto {
  @ApiProperty({ example: 'Acme S.L.' })
  @IsString()
  @MaxLength(200)
  @Matches(NO_CONTROLS, { message: 'name must not contain control characters' })
  name!: string;

  @ApiProperty({ example: 'Calle Mayor 1\n28001 Madrid', description: 'Lines as they are to be read' })
  @IsString()
  @MaxLength(500)
  @Matches(LINES, { message: 'address must not contain control characters other than line breaks' })
  address!: string;

  @ApiProperty({ ...NULLABLE, example: 'ESB12345678', description: 'Tax or VAT number' })
  @ValidateIf(isGiven)
  @IsString()
  @Length(1, 50)
  @Matches(NO_CONTROLS, { message: 'taxId must not contain control characters' })
  taxId!: string | null;

  @ApiProperty({ ...NULLABLE, format: 'email', example: 'billing@example.com' })
  @ValidateIf(isGiven)
  @IsEmail()
  @MaxLength(254)
  email!: string | null;
}

export class BillingDetailsDto extends InvoicePartyDto {
  @ApiProperty({ description: 'What invoices say where the name is empty' }) companyName!: string;
  @ApiProperty({ type: [String], description: 'Letters that no font of the PDF has: they are written as their Unicode numbers' })
  unprintable!: string[];
}

export class InvoiceSettingsDto extends InvoicePartyDto {
  @ApiProperty({ example: 'INV', description: 'With what the numbers of invoices begin. A new series begins with 1' })
  @Matches(/^[A-Z0-9-]{1,12}$/, { message: 'series must be 1 to 12 of A-Z, 0-9 and -' })
  series!: string;

  @ApiProperty({ example: 'CN', description: 'With what the numbers of credit notes begin; another than that of invoices' })
  @Matches(/^[A-Z0-9-]{1,12}$/, { message: 'creditSeries must be 1 to 12 of A-Z, 0-9 and -' })
  creditSeries!: string;

  @ApiProperty({ example: 'IVA', description: 'The name of the tax' })
  @IsString()
  @MaxLength(30)
  @Matches(NO_CONTROLS, { message: 'taxName must not contain control characters' })
  taxName!: string;

  @ApiProperty({ example: 2_100, minimum: 0, maximum: 10_000, description: 'In hundredths of a percent. All prices include it' })
  @IsInt()
  @Min(0)
  @Max(10_000)
  taxRate!: number;

  @ApiProperty({ description: 'At the foot of each invoice: how to pay, say' })
  @IsString()
  @MaxLength(1_000)
  @Matches(LINES, { message: 'note must not contain control characters other than line breaks' })
  note!: string;

  @ApiProperty({ example: 14, minimum: 0, maximum: 365, description: 'Days until an invoice is due that no provider collects' })
  @IsInt()
  @Min(0)
  @Max(365)
  dueDays!: number;

  @ApiProperty({ example: 3, minimum: 0, maximum: 365, description: 'Days before it is due on which a tenant is reminded' })
  @IsInt()
  @Min(0)
  @Max(365)
  remindDays!: number;

  @ApiProperty({ example: 7, minimum: 0, maximum: 365, description: 'Days after it is due on which a tenant is suspended' })
  @IsInt()
  @Min(0)
  @Max(365)
  graceDays!: number;
}

class InvoiceLineDto {
  @ApiProperty({ enum: LINE_KINDS, enumName: 'InvoiceLineKind' }) kind!: LineKind;
  @ApiProperty() description!: string;
  @ApiProperty({ description: 'Without tax, in the smallest unit of the currency' }) amountMinor!: number;
}

export class InvoiceDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'INV-2026-000123', description: 'Without a gap within a series and a year' }) number!: string;
  @ApiProperty({ enum: INVOICE_KINDS, enumName: 'InvoiceKind' }) kind!: InvoiceKind;
  @ApiProperty({ enum: INVOICE_STATES, enumName: 'InvoiceState' }) state!: InvoiceState;
  @ApiProperty({ format: 'date-time' }) issuedAt!: string;
  @ApiProperty({ ...NULLABLE, format: 'date-time', description: 'Null where it was paid when it was issued' }) dueAt!: string | null;
  @ApiProperty({ ...NULLABLE, format: 'date-time' }) paidAt!: string | null;
  @ApiProperty({ ...NULLABLE, description: 'What the payment is called by who took it' }) paymentReference!: string | null;
  @ApiProperty({ ...NULLABLE, format: 'date', description: 'The first day that it is about' }) periodFrom!: string | null;
  @ApiProperty({ ...NULLABLE, format: 'date', description: 'The last day that it is about' }) periodTo!: string | null;
  @ApiProperty({ ...NULLABLE, format: 'uuid', description: 'The invoice that a credit note corrects' }) corrects!: string | null;
  @ApiProperty({ type: BillingMoneyDto, description: 'With tax' }) total!: BillingMoneyDto;
}

class InvoicePartyOfDto {
  @ApiProperty() name!: string;
  @ApiProperty() address!: string;
  @ApiProperty(NULLABLE) taxId!: string | null;
  @ApiProperty(NULLABLE) email!: string | null;
}

export class InvoiceDetailsDto extends InvoiceDto {
  @ApiProperty({ type: InvoicePartyOfDto, description: 'The operator, as it was when the invoice was issued' }) seller!: InvoiceParty;
  @ApiProperty({ type: InvoicePartyOfDto, description: 'The tenant, as it was when the invoice was issued' }) buyer!: InvoiceParty;
  @ApiProperty({ type: [InvoiceLineDto], description: 'They sum to the subtotal' }) lines!: InvoiceLine[];
  @ApiProperty() taxName!: string;
  @ApiProperty({ description: 'In hundredths of a percent' }) taxRate!: number;
  @ApiProperty({ type: BillingMoneyDto }) subtotal!: BillingMoneyDto;
  @ApiProperty({ type: BillingMoneyDto }) tax!: BillingMoneyDto;
  @ApiProperty() note!: string;
}

export class InvoicePageDto {
  @ApiProperty({ type: [InvoiceDto] }) items!: InvoiceDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export const toInvoice = (row: InvoiceShown): InvoiceDto => ({
  id: row.id,
  number: row.fullNumber,
  kind: row.kind,
  state: row.state,
  issuedAt: row.issuedAt,
  dueAt: row.dueAt,
  paidAt: row.paidAt,
  paymentReference: row.paymentReference,
  periodFrom: row.periodFrom,
  periodTo: row.periodTo,
  corrects: row.corrects,
  total: { amountMinor: row.totalMinor, currency: row.currency },
});

export const toInvoiceDetails = (row: InvoiceShown): InvoiceDetailsDto => ({
  ...toInvoice(row),
  seller: row.seller,
  buyer: row.buyer,
  lines: row.lines,
  taxName: row.taxName,
  taxRate: row.taxRate,
  subtotal: { amountMinor: row.subtotalMinor, currency: row.currency },
  tax: { amountMinor: row.taxMinor, currency: row.currency },
  note: row.note,
});
