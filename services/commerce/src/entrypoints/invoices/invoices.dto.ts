import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { ApiNextCursor, IsGiven, IsSet, OneLine, PageQuery } from '#service-kit';
import { INVOICE_MESSAGE_TYPES, type InvoiceMessageType } from '../../domain/invoices/messages.js';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../domain/invoices/states.js';
import { AskedMessageDto } from '../orders/orders.dto.js';
import { IsCountry, IsLanguage, MINOR } from '../customers/customer-fields.js';

const ID = '0198c0de-0000-7000-8000-0000000000f1';
const ORDER_ID = '0198c0de-0000-7000-8000-0000000000e1';
const CONTACT_ID = '0198c0de-0000-7000-8000-000000000011';
const AT = '2026-11-20T09:00:00.000Z';
const STATUS = { enum: INVOICE_STATUSES, enumName: 'InvoiceStatus' } as const;

export class InvoiceLineBody {
  @ApiProperty({ example: 'Mug, red', maxLength: 500 })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @OneLine()
  description!: string;

  @ApiProperty({ example: 2, minimum: 0.001, maximum: 1_000_000, description: 'Three decimals at most' })
  @IsNumber({ maxDecimalPlaces: 3 })
  @Min(0.001)
  @Max(1_000_000)
  quantity!: number;

  @ApiProperty({ example: 1_250, minimum: 0, maximum: 1_000_000_000_000, description: `Without tax. ${MINOR}` })
  @IsInt()
  @Min(0)
  @Max(1_000_000_000_000)
  unitPriceMinor!: number;

  @ApiPropertyOptional({ example: 10, minimum: 0, maximum: 100, default: 0, description: 'Of the price of the line, two decimals at most' })
  @IsGiven()
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  @Max(100)
  discountPercent: number = 0;

  @ApiPropertyOptional({ example: 18, minimum: 0, maximum: 100, default: 0, description: 'On top of the price, two decimals at most' })
  @IsGiven()
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  @Max(100)
  taxPercent: number = 0;
}

/** Whom an invoice is to. */
export class InvoiceCustomerBody {
  @ApiPropertyOptional({ example: 'Rosa Quispe', maxLength: 200 })
  @IsGiven()
  @IsString()
  @MaxLength(200)
  @OneLine()
  name?: string;

  @ApiPropertyOptional({ example: 'Av. Larco 345\nLima', maxLength: 1_000, description: 'As lines' })
  @IsGiven()
  @IsString()
  @MaxLength(1_000)
  address?: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: null, maxLength: 50 })
  @IsSet()
  @IsString()
  @MaxLength(50)
  @OneLine()
  taxId?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: null, maxLength: 200 })
  @IsSet()
  @IsString()
  @MaxLength(200)
  @OneLine()
  email?: string | null;
}

class InvoiceWordsBody {
  @ApiPropertyOptional({ type: [InvoiceLineBody], description: 'Left out with `orderId`: those of the order' })
  @IsGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => InvoiceLineBody)
  lines?: InvoiceLineBody[];

  @ApiPropertyOptional({
    example: '2026-12-20',
    description: 'The last day to pay in time, on the company’s calendar. Left out: so many days after it is sent as the settings say',
  })
  @IsGiven()
  @IsString()
  @MaxLength(10)
  dueDate?: string;

  @ApiPropertyOptional({ example: 'Thank you for your order.', maxLength: 2_000, description: 'Left out: the note of the settings' })
  @IsGiven()
  @IsString()
  @MaxLength(2_000)
  note?: string;

  @ApiPropertyOptional({ example: 'es', description: 'BCP 47: of the invoice. Left out: that of the order, the contact or the company' })
  @IsGiven()
  @IsLanguage()
  language?: string;

  @ApiPropertyOptional({ type: InvoiceCustomerBody, description: 'Left out: as the order or the contact names them' })
  @IsGiven()
  @ValidateNested()
  @Type(() => InvoiceCustomerBody)
  customer?: InvoiceCustomerBody;
}

export class NewInvoiceBody extends InvoiceWordsBody {
  @ApiPropertyOptional({
    example: 'A-77',
    maxLength: 100,
    description: 'A number of your own. Left out: the next one of the series, given when the invoice is sent, so that none is missing',
  })
  @IsGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  @OneLine()
  invoiceNumber?: string;

  @ApiPropertyOptional({ format: 'uuid', example: CONTACT_ID, description: 'Who is to pay; or phone, or orderId' })
  @IsGiven()
  @IsUUID()
  contactId?: string;

  @ApiPropertyOptional({ example: '+51 987 111 000', maxLength: 100, description: 'Who is to pay; they need not be a contact yet' })
  @IsGiven()
  @IsString()
  @MaxLength(100)
  phone?: string;

  @ApiPropertyOptional({ example: 'PE', description: 'ISO 3166: the country of a phone without country code' })
  @IsGiven()
  @IsCountry()
  country?: string;

  @ApiPropertyOptional({ format: 'uuid', example: ORDER_ID, description: 'The order that is invoiced: once' })
  @IsGiven()
  @IsUUID()
  orderId?: string;

  @ApiPropertyOptional({ example: 'PEN', description: 'ISO 4217. Left out with `orderId`: that of the order' })
  @IsGiven()
  @IsString()
  @MaxLength(3)
  currency?: string;

  @ApiPropertyOptional({ enum: ['draft', 'sent'], default: 'draft', example: 'draft', description: '`sent`: final at once' })
  @IsGiven()
  @IsIn(['draft', 'sent'])
  status?: 'draft' | 'sent';
}

export class ChangeInvoiceBody extends InvoiceWordsBody {
  @ApiPropertyOptional({
    enum: ['sent', 'paid', 'void'],
    example: 'sent',
    description: '`sent`: it is final, and has its number. `paid`: a payment of all that is due. `void`: it is not to be paid',
  })
  @IsGiven()
  @IsIn(['sent', 'paid', 'void'])
  status?: 'sent' | 'paid' | 'void';

  @ApiPropertyOptional({ example: 'transfer 4711', maxLength: 200, default: 'paid', description: 'Of the payment, with `paid`' })
  @IsGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @OneLine()
  reference?: string;
}

export class NewPaymentBody {
  @ApiProperty({ example: 2_500, minimum: 1, description: MINOR })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  amountMinor!: number;

  @ApiPropertyOptional({ example: 'PEN', description: 'That of the invoice' })
  @IsGiven()
  @IsString()
  @MaxLength(3)
  currency?: string;

  @ApiProperty({ example: 'transfer 4711', maxLength: 200, description: 'The same one again is the same' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @OneLine()
  reference!: string;
}

export class NewCreditNoteBody extends NewPaymentBody {
  @ApiProperty({ example: 'Two mugs came back', maxLength: 500, description: 'Stands on the credit note' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @OneLine()
  reason!: string;
}

export class NewRefundBody extends NewCreditNoteBody {
  @ApiPropertyOptional({
    default: false,
    description: 'Whether the customer owes it again. If not, a credit note takes back what they would owe by the refund',
  })
  @IsGiven()
  @IsBoolean()
  isOwedAgain: boolean = false;
}

export class ListInvoicesQuery extends PageQuery {
  @ApiPropertyOptional({ ...STATUS, description: 'Of `sent`, `partly_paid` and `overdue` by the day on which they are due' })
  @IsGiven()
  @IsIn(INVOICE_STATUSES)
  status?: InvoiceStatus;

  @ApiPropertyOptional({ format: 'uuid', description: 'Invoices of this contact, and of its number, the newest first' })
  @IsGiven()
  @IsUUID()
  contactId?: string;
}

export class StatementQuery {
  @ApiProperty({ format: 'uuid', example: CONTACT_ID })
  @IsUUID()
  contactId!: string;
}

export class InvoiceCustomerDto {
  @ApiProperty({ example: 'Rosa Quispe' }) name!: string;
  @ApiProperty({ example: 'Av. Larco 345\nLima' }) address!: string;
  @ApiProperty({ type: String, nullable: true, example: null }) taxId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) email!: string | null;
}

export class ShownLineDto extends InvoiceLineBody {
  @ApiProperty({ example: 2_250, description: 'Without tax, after the discount' }) amountMinor!: number;
}

export class ShownTaxDto {
  @ApiProperty({ example: 18 }) percent!: number;
  @ApiProperty({ example: 2_250, description: 'What is taxed: all lines of the rate together' }) baseMinor!: number;
  @ApiProperty({ example: 405 }) amountMinor!: number;
}

export class CustomerPaymentDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ enum: ['payment', 'refund'], example: 'payment' }) kind!: 'payment' | 'refund';
  @ApiProperty({ example: 2_500 }) amountMinor!: number;
  @ApiProperty({ example: 'transfer 4711' }) reference!: string;
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
}

export class CreditNoteDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ example: 'CN-2026-000007' }) creditNumber!: string;
  @ApiProperty({ example: 2_500, description: 'With tax' }) amountMinor!: number;
  @ApiProperty({ example: 'Two mugs came back' }) reason!: string;
  @ApiProperty({ example: 'return 12' }) reference!: string;
  @ApiProperty({ format: 'date-time', example: AT }) issuedAt!: string;
}

export class InvoiceMessageDto extends AskedMessageDto {
  @ApiProperty({ enum: INVOICE_MESSAGE_TYPES, example: 'document' }) type!: InvoiceMessageType;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Why it did not leave' }) detail!: string | null;
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
}

export class ListedInvoiceDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ type: String, nullable: true, example: 'INV-2026-000042', description: 'Null of a draft without one of its own' })
  invoiceNumber!: string | null;
  @ApiProperty({ ...STATUS, example: 'sent' }) status!: InvoiceStatus;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null }) orderId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: CONTACT_ID }) contactId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '51987111000' }) phone!: string | null;
  @ApiProperty({ example: 'Rosa Quispe' }) customerName!: string;
  @ApiProperty({ example: 'PEN' }) currency!: string;
  @ApiProperty({ example: 2_655, description: `With tax. ${MINOR}` }) totalMinor!: number;
  @ApiProperty({ example: 0, description: 'Payments less refunds' }) paidMinor!: number;
  @ApiProperty({ example: 0, description: 'Taken back by credit notes' }) creditedMinor!: number;
  @ApiProperty({ example: 2_655, description: 'What is still to be paid' }) dueMinor!: number;
  @ApiProperty({ type: String, nullable: true, example: '2026-12-20', description: 'The last day to pay in time' }) dueDate!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: AT, description: 'When it was sent' }) issuedAt!:
    string | null;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;
}

export class InvoiceDetailDto extends ListedInvoiceDto {
  @ApiProperty({ type: [ShownLineDto] }) lines!: ShownLineDto[];
  @ApiProperty({ type: [ShownTaxDto], description: 'By rate' }) taxes!: ShownTaxDto[];
  @ApiProperty({ example: 2_250, description: 'Without tax: the sum of the lines' }) subtotalMinor!: number;
  @ApiProperty({ example: 405 }) taxMinor!: number;
  @ApiProperty({ type: InvoiceCustomerDto }) customer!: InvoiceCustomerDto;
  @ApiProperty({ type: String, nullable: true, example: 'es' }) language!: string | null;
  @ApiProperty({ example: 'Thank you for your order.' }) note!: string;
  @ApiProperty({ type: [CustomerPaymentDto], description: 'In the order in which they were recorded' }) payments!: CustomerPaymentDto[];
  @ApiProperty({ type: [CreditNoteDto] }) creditNotes!: CreditNoteDto[];
  @ApiProperty({ type: [InvoiceMessageDto], description: 'What the customer was told of it, the oldest first' })
  messages!: InvoiceMessageDto[];
}

export class InvoiceListDto {
  @ApiProperty({ type: [ListedInvoiceDto] }) items!: ListedInvoiceDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class BalanceDto {
  @ApiProperty({ example: 'PEN' }) currency!: string;
  @ApiProperty({ example: 2_655, description: 'What the customer owes; negative what is owed to them' }) amountMinor!: number;
}

const ENTRY_KINDS = ['invoice', 'payment', 'refund', 'credit_note', 'void'] as const;

export class StatementEntryDto extends BalanceDto {
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
  @ApiProperty({ enum: ENTRY_KINDS, example: 'invoice' }) kind!: (typeof ENTRY_KINDS)[number];
  @ApiProperty({ format: 'uuid', example: ID }) invoiceId!: string;
  @ApiProperty({ example: 'INV-2026-000042', description: 'Of the invoice or the credit note' }) number!: string;
}

export class StatementDto {
  @ApiProperty({ type: [BalanceDto], description: 'By currency, of the entries' }) balances!: BalanceDto[];
  @ApiProperty({ type: [StatementEntryDto], description: 'The newest first, 500 at most' }) entries!: StatementEntryDto[];
}
