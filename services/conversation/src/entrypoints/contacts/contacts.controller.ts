import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  type Actor,
  Allow,
  ApiIfMatch,
  By,
  type EtagReply,
  idOf,
  idOfCursor,
  IfMatch,
  Problem,
  ProblemDto,
  tagged,
  TenantId,
} from '#service-kit';
import { NO_FACTS, tidyTags, type Contact, type ContactFacts } from '../../domain/contacts/contact.js';
import { ChangeContactHandler } from '../../handlers/contacts/change-contact.handler.js';
import { CreateContactHandler } from '../../handlers/contacts/create-contact.handler.js';
import { GetContactHandler } from '../../handlers/contacts/get-contact.handler.js';
import { ListContactsHandler } from '../../handlers/contacts/list-contacts.handler.js';
import { MergeContactsHandler } from '../../handlers/contacts/merge-contacts.handler.js';
import { PutConsentHandler } from '../../handlers/contacts/put-consent.handler.js';
import {
  ChangeContactBody,
  ContactDto,
  ContactPageDto,
  CreateContactBody,
  ListContactsQuery,
  MergeContactsBody,
  PutConsentBody,
} from './contacts.dto.js';

const ID = idOf('contact');
/** Of a program's clock and ours. */
const CLOCKS_DIFFER_MS = 60_000;

@ApiTags('Contacts')
@Controller('api/v1/contacts')
export class ContactsController {
  constructor(
    private readonly listContacts: ListContactsHandler,
    private readonly getContact: GetContactHandler,
    private readonly createContact: CreateContactHandler,
    private readonly changeContact: ChangeContactHandler,
    private readonly mergeContacts: MergeContactsHandler,
    private readonly putConsent: PutConsentHandler,
  ) {}

  @Get()
  @Allow('viewer', 'contacts:read')
  @ApiOperation({ summary: 'Contacts, newest first' })
  @ApiOkResponse({ type: ContactPageDto })
  async list(@TenantId() tenantId: string, @Query() query: ListContactsQuery): Promise<ContactPageDto> {
    const before = idOfCursor(query.cursor);
    const { items, nextCursor } = await this.listContacts.execute(tenantId, query, before, query.limit);
    return { items: items.map(ContactDto.of), nextCursor };
  }

  @Post()
  @Allow('agent', 'contacts:write')
  @ApiOperation({ summary: 'Add a contact who has not written yet' })
  @ApiCreatedResponse({ type: ContactDto })
  @ApiResponse({ status: 402, description: 'quota_exceeded: the plan allows no more contacts', type: ProblemDto })
  async create(
    @TenantId() tenantId: string,
    @Body() body: CreateContactBody,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<ContactDto> {
    const { phone, userId } = body;
    const identity = { ...(phone ? { phone } : {}), ...(userId ? { userId } : {}) };
    return shown(reply, await this.createContact.execute(tenantId, identity, { ...NO_FACTS, ...factsOf(body) }, by));
  }

  @Get(':id')
  @Allow('viewer', 'contacts:read')
  @ApiOperation({ summary: 'One contact' })
  @ApiOkResponse({ type: ContactDto })
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string, @Res({ passthrough: true }) reply: EtagReply): Promise<ContactDto> {
    return shown(reply, await this.getContact.execute(tenantId, id));
  }

  @Put(':id')
  @Allow('agent', 'contacts:write')
  @ApiOperation({
    summary: 'Change a contact. Fields left out stay unchanged.',
    description: 'Phone, ids, username and profile name come from WhatsApp and cannot be changed.',
  })
  @ApiIfMatch()
  @ApiOkResponse({ type: ContactDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: ChangeContactBody,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<ContactDto> {
    return shown(reply, await this.changeContact.execute(tenantId, id, factsOf(body), ifMatch, by));
  }

  @Put(':id/consent')
  @Allow('agent', 'contacts:write')
  @ApiOperation({
    summary: 'Record what a contact said about promotions, with its proof',
    description:
      'Newer words count: something older than what is known is refused. Where opt-ins have to be confirmed, `granted` only begins one: `consent.pendingSince` is set, and the customer is asked once.',
  })
  @ApiOkResponse({ type: ContactDto })
  @ApiConflictResponse({ description: 'consent_is_older', type: ProblemDto })
  async consent(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: PutConsentBody,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<ContactDto> {
    const at = body.at === undefined ? undefined : new Date(body.at);
    if (at && at.getTime() > Date.now() + CLOCKS_DIFFER_MS)
      throw Problem.invalid([{ field: 'at', message: 'at must not be in the future' }]);
    return shown(reply, await this.putConsent.execute(tenantId, id, { ...body, at: at?.toISOString() }, by));
  }

  @Post(':id/merge')
  @HttpCode(200)
  @Allow('agent', 'contacts:write')
  @ApiOperation({ summary: 'Merge two contacts that are the same customer, with their conversations' })
  @ApiOkResponse({ type: ContactDto })
  async merge(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: MergeContactsBody,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<ContactDto> {
    return shown(reply, await this.mergeContacts.execute(tenantId, id, body.contactId, by));
  }
}

const shown = (reply: EtagReply, contact: Contact): ContactDto => ContactDto.of(tagged(reply, contact));

/** What a body says; what it leaves out is left out. */
function factsOf({ name, email, language, attributes, tags, consent }: ChangeContactBody): Partial<ContactFacts> {
  return {
    ...(name === undefined ? {} : { alias: name }),
    ...(email === undefined ? {} : { email }),
    ...(language === undefined ? {} : { language }),
    ...(attributes ? { attributes } : {}),
    ...(tags ? { tags: tidyTags(tags) } : {}),
    ...(consent ? { marketingConsent: consent.marketing, consentSource: consent.source ?? null } : {}),
  };
}
