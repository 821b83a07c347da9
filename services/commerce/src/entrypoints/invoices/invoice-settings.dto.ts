import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsGiven, IsSet, OneLine } from '#service-kit';

export class CustomerInvoiceSettingsDto {
  @ApiProperty({ example: 'Tienda Rosa S.A.C.', maxLength: 200, description: 'Empty: the name of the company' })
  @IsGiven()
  @IsString()
  @MaxLength(200)
  @OneLine()
  name!: string;

  @ApiProperty({ example: 'Av. Larco 345\nLima', maxLength: 1_000, description: 'As lines' })
  @IsGiven()
  @IsString()
  @MaxLength(1_000)
  address!: string;

  @ApiProperty({ type: String, nullable: true, example: '20512345678', maxLength: 50 })
  @IsSet()
  @IsString()
  @MaxLength(50)
  @OneLine()
  taxId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'cobros@tienda.example', maxLength: 200 })
  @IsSet()
  @IsString()
  @MaxLength(200)
  @OneLine()
  email!: string | null;

  @ApiProperty({ example: 'IGV', maxLength: 50, description: 'What the tax is called' })
  @IsGiven()
  @IsString()
  @MaxLength(50)
  @OneLine()
  taxName!: string;

  @ApiProperty({ example: 'BCP 191-123456', maxLength: 2_000, description: 'Stands on invoices that have no note of their own' })
  @IsGiven()
  @IsString()
  @MaxLength(2_000)
  note!: string;

  @ApiProperty({ type: String, nullable: true, example: '#0b7a5c', description: 'Of the title and the rules of the PDF' })
  @IsSet()
  @Matches(/^#[0-9a-f]{6}$/, { message: 'color must be a colour such as #0b7a5c' })
  color!: string | null;

  @ApiProperty({ example: 'INV', description: 'With what numbers of invoices begin. Each has its own numbers, from 1 each year' })
  @IsGiven()
  @Matches(/^[A-Z0-9-]{1,12}$/, { message: 'series must have 1 to 12 capital letters, digits and dashes' })
  series!: string;

  @ApiProperty({ example: 'CN', description: 'With what numbers of credit notes begin' })
  @IsGiven()
  @Matches(/^[A-Z0-9-]{1,12}$/, { message: 'creditSeries must have 1 to 12 capital letters, digits and dashes' })
  creditSeries!: string;

  @ApiProperty({ example: 14, minimum: 0, maximum: 365, description: 'How many days after it is sent an invoice is due that names no day' })
  @IsGiven()
  @IsInt()
  @Min(0)
  @Max(365)
  dueDays!: number;

  @ApiProperty({ example: true, description: 'Whether the PDF goes to the customer on WhatsApp when an invoice is sent' })
  @IsGiven()
  @IsBoolean()
  sendsDocument!: boolean;
}

/** What is left out stays. */
export class CustomerInvoiceSettingsBody extends PartialType(CustomerInvoiceSettingsDto, { skipNullProperties: false }) {}
