import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  type Actor,
  Allow,
  ApiIdempotencyKey,
  By,
  idAndTextOfCursor,
  IdempotencyKey,
  idOf,
  ProblemDto,
  TenantId,
  toPage,
} from '#service-kit';
import { CreateOrderHandler } from '../../handlers/orders/create-order.handler.js';
import { OrdersHandler } from '../../handlers/orders/orders.handler.js';
import {
  AskedMessageDto,
  PackingMessageBody,
  ChangeOrderBody,
  ListOrdersQuery,
  NewOrderBody,
  OrderDetailDto,
  OrderListDto,
  PackItemBody,
} from './orders.dto.js';
import { toListedOrder, toOrder } from './to-order.js';

const ID = idOf('order');
const ITEM_ID = idOf('item of the order');

@ApiTags('Orders')
@Controller('api/v1/orders')
export class OrdersController {
  constructor(
    private readonly createOrder: CreateOrderHandler,
    private readonly orders: OrdersHandler,
  ) {}

  @Post()
  @Allow('agent', 'orders:write')
  @ApiOperation({
    summary: 'Create an order',
    description: 'The same `externalId` of the same `externalPlatform` is the same order: the answer is that one as it stands.',
  })
  @ApiIdempotencyKey('creates', '7 days')
  @ApiCreatedResponse({ type: OrderDetailDto })
  async create(
    @TenantId() tenantId: string,
    @Body() body: NewOrderBody,
    @By() by: Actor,
    @IdempotencyKey() key: string | undefined,
  ): Promise<OrderDetailDto> {
    return toOrder(await this.createOrder.execute(tenantId, body, by, key));
  }

  @Get()
  @Allow('viewer', 'orders:read')
  @ApiOperation({ summary: 'Orders, the newest first' })
  @ApiOkResponse({ type: OrderListDto })
  async list(@TenantId() tenantId: string, @Query() { limit, cursor, ...filter }: ListOrdersQuery): Promise<OrderListDto> {
    const [after, afterNumber] = idAndTextOfCursor(cursor) ?? [];
    const rows = await this.orders.list(tenantId, { ...filter, limit, after, afterNumber });
    const { items, nextCursor } = toPage(rows, limit, ({ id, orderNumber }) => [id, orderNumber]);
    return { items: items.map(toListedOrder), nextCursor };
  }

  @Get(':id')
  @Allow('viewer', 'orders:read')
  @ApiOperation({ summary: 'Get an order with its items and its history' })
  @ApiOkResponse({ type: OrderDetailDto })
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<OrderDetailDto> {
    return toOrder(await this.orders.get(tenantId, id));
  }

  @Put(':id')
  @Allow('agent', 'orders:write')
  @ApiOperation({
    summary: 'Move an order on, or say how it is sent',
    description: 'What is left out stays. A move that is not possible is refused, and `possible` says which are.',
  })
  @ApiOkResponse({ type: OrderDetailDto })
  @ApiConflictResponse({ description: 'order_move_refused', type: ProblemDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: ChangeOrderBody,
    @By() by: Actor,
  ): Promise<OrderDetailDto> {
    return toOrder(await this.orders.change(tenantId, id, body, by));
  }

  @Put(':id/items/:itemId/pack')
  @Allow('agent', 'orders:write')
  @ApiOperation({ summary: 'Say that an item is in the parcel, or is not', description: 'The first one moves the order to `packing`.' })
  @ApiOkResponse({ type: OrderDetailDto })
  @ApiConflictResponse({ description: 'order_not_packable', type: ProblemDto })
  @ApiNotFoundResponse({ description: 'not_found', type: ProblemDto })
  async pack(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Param('itemId', ITEM_ID) itemId: string,
    @Body() { packed }: PackItemBody,
    @By() by: Actor,
  ): Promise<OrderDetailDto> {
    return toOrder(await this.orders.pack(tenantId, id, itemId, packed, by));
  }

  @Post(':id/packing-messages')
  @HttpCode(202)
  @Allow('agent', 'orders:write')
  @ApiOperation({
    summary: 'Tell the customer of an order',
    description:
      'Each call is one message, unless it has the Idempotency-Key of another. Whether it may leave is decided as for every message; what becomes of it stands in `messages` of the order.',
  })
  @ApiIdempotencyKey('sends', '7 days')
  @ApiAcceptedResponse({ type: AskedMessageDto })
  tellCustomer(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() { messageType }: PackingMessageBody,
    @By() by: Actor,
    @IdempotencyKey() key: string | undefined,
  ): Promise<AskedMessageDto> {
    return this.orders.tellCustomer(tenantId, id, messageType, by, key);
  }
}
