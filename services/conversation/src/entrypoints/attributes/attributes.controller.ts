import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, ProblemDto, TenantId } from '#service-kit';
import { AttributesHandler } from '../../handlers/attributes/attributes.handler.js';
import { AttributeBody, AttributeDto, AttributeListDto, ChangeAttributeBody } from './attributes.dto.js';

const ID = idOf('attribute');

@ApiTags('Contacts')
@Controller('api/v1/contact-attributes')
export class AttributesController {
  constructor(private readonly attributes: AttributesHandler) {}

  @Get()
  @Allow('viewer', 'contacts:read')
  @ApiOperation({ summary: 'The attributes of contacts that have a type, in their order' })
  @ApiOkResponse({ type: AttributeListDto })
  async list(@TenantId() tenantId: string): Promise<AttributeListDto> {
    return { items: (await this.attributes.list(tenantId)).map(AttributeDto.of), nextCursor: null };
  }

  @Post()
  @Allow('admin', 'contacts:write')
  @ApiOperation({
    summary: 'Give an attribute of contacts a name and a type',
    description: 'Values that contacts have already stay as they are. New ones must fit the type. Attributes without a type stay free.',
  })
  @ApiCreatedResponse({ type: AttributeDto })
  @ApiConflictResponse({ description: 'name_taken', type: ProblemDto })
  async create(@TenantId() tenantId: string, @Body() body: AttributeBody, @By() by: Actor): Promise<AttributeDto> {
    return AttributeDto.of(await this.attributes.create(tenantId, { ...withDefaults(body), key: body.key }, by));
  }

  @Put(':id')
  @Allow('admin', 'contacts:write')
  @ApiOperation({
    summary: 'Change an attribute',
    description:
      'The key stays. No stored value changes: one that does not fit a new type or the new choices stays until somebody changes it, and segments go on reading the type they were saved with.',
  })
  @ApiOkResponse({ type: AttributeDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: ChangeAttributeBody,
    @By() by: Actor,
  ): Promise<AttributeDto> {
    return AttributeDto.of(await this.attributes.change(tenantId, id, withDefaults(body), by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin', 'contacts:write')
  @ApiOperation({ summary: 'Take the type off an attribute', description: 'The values of contacts stay, as free ones.' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.attributes.delete(tenantId, id, by);
  }
}

/** What is left out is as in a new one: a change replaces the whole. */
const withDefaults = ({ name, type, choices = [], isRequired = false, isInList = false, position = 0 }: ChangeAttributeBody) => ({
  name,
  type,
  choices,
  isRequired,
  isInList,
  position,
});
