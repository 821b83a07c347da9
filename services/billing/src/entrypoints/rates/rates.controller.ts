import multipart from '@fastify/multipart';
import { Controller, Get, HttpCode, Post, Query, Req, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Allow, By, idOfCursor, PageQuery, Superadmin, toPage, type Actor } from '#service-kit';
import { ImportRateCardHandler } from '../../handlers/rates/import-rate-card.handler.js';
import { ReadRatesHandler } from '../../handlers/rates/read-rates.handler.js';
import { ActiveRatesDto, ActiveRatesQuery, ImportRateCardDto, RateCardDto, RateCardPageDto } from './rates.dto.js';
import { MAX_CSV_BYTES, readCard } from './read-card.js';

@ApiTags('Billing')
@ApiExtraModels(ImportRateCardDto)
@Controller('api/v1/billing/rate-cards')
export class RatesController implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly importCard: ImportRateCardHandler,
    private readonly readRates: ReadRatesHandler,
  ) {}

  /** The parser of forms belongs to the server. */
  onModuleInit(): void {
    // Not awaited: Fastify would settle the routes that are there with its own error handler, before Nest puts in ours.
    void this.host.httpAdapter
      .getInstance<FastifyInstance>()
      .register(multipart, { limits: { fileSize: MAX_CSV_BYTES, files: 2, fields: 5, fieldSize: 1_000 } });
  }

  @Superadmin()
  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Import what WhatsApp charges',
    description:
      'Rates by market and category, which country is charged as which market, and what is free: each from a day on. All rows are taken, ' +
      'or none. A row whose key and first day are there already corrects it. As JSON, or as a form whose part "file" is a CSV table with the ' +
      'columns market, category, currency, amount and perhaps effectiveFrom, and whose part "markets" has country, market and perhaps effectiveFrom.',
  })
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiBody({
    schema: {
      oneOf: [
        { $ref: getSchemaPath(ImportRateCardDto) },
        {
          type: 'object',
          required: ['name', 'source', 'effectiveFrom', 'file'],
          properties: {
            name: { type: 'string' },
            source: { type: 'string' },
            effectiveFrom: { type: 'string', format: 'date' },
            file: { type: 'string', format: 'binary' },
            markets: { type: 'string', format: 'binary' },
          },
        },
      ],
    },
  })
  @ApiCreatedResponse({ type: RateCardDto })
  async add(@Req() request: FastifyRequest, @By() by: Actor): Promise<RateCardDto> {
    return this.importCard.execute(await readCard(request), by);
  }

  @Superadmin()
  @Get()
  @ApiOperation({ summary: 'List the rate cards that were imported, newest first' })
  @ApiOkResponse({ type: RateCardPageDto })
  async list(@Query() page: PageQuery): Promise<RateCardPageDto> {
    return toPage(await this.readRates.list(page.limit, idOfCursor(page.cursor)), page.limit, (card) => [card.id]);
  }

  @Allow('viewer', 'billing:read')
  @Get('active')
  @ApiOperation({
    summary: 'Get the prices that hold on a day',
    description: 'Of every market and category the latest rate that has come into force, with its source. Empty until a card is imported.',
  })
  @ApiOkResponse({ type: ActiveRatesDto })
  async active(@Query() query: ActiveRatesQuery): Promise<ActiveRatesDto> {
    return ActiveRatesDto.of(await this.readRates.active(query.date, query.currency));
  }
}
