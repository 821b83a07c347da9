import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { otherSpelling } from '#whatsapp';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { FaultPlan } from '../../domain/control/faults.js';
import { GraphError, invalidParameter, invalidValue, webhookError, type WebhookError } from '../../domain/graph/graph-error.js';
import { userIdOf, wamidOf } from '../../domain/phone/identity.js';
import { mediaKind } from '../../domain/graph/media.js';
import { outboundText, parseOutbound, referencedMedia, type OutboundRequest } from '../../domain/graph/outbound-message.js';
import { priceUnder, type PricingCategory } from '../../domain/webhooks/pricing.js';
import { freeEntryPointEnd, windowIsOpen } from '../../domain/graph/service-window.js';
import { renderTemplate, templateNotFound, type RenderedTemplate, type Template } from '../../domain/graph/template.js';
import { threadItem, type Contact, type OutboundMessage } from '../../domain/phone/thread.js';
import { MediaStore } from '../../persistence/graph/media-store.js';
import { TemplateStore } from '../../persistence/graph/template-store.js';
import { TrafficLedger } from '../../persistence/graph/traffic-ledger.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { PlayStatusesHandler } from '../webhooks/play-statuses.handler.js';
import { AdmitMessageHandler } from './admit-message.handler.js';
import { PaceTemplatesHandler } from './pace-templates.handler.js';
import { RouteMarketingHandler, type Route } from './route-marketing.handler.js';
import { TypingHandler } from './typing.handler.js';

/** `answer`: milliseconds to wait before answering, or `never` when the connection is to be cut without an answer. */
export interface SendOutcome {
  answer: 'never' | number;
  body: object;
}

/** A business sends a message. */
@Injectable()
export class SendMessageHandler {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly faults: FaultPlan,
    private readonly ledger: TrafficLedger,
    private readonly admit: AdmitMessageHandler,
    private readonly route: RouteMarketingHandler,
    private readonly pace: PaceTemplatesHandler,
    private readonly templates: TemplateStore,
    private readonly media: MediaStore,
    private readonly threads: ThreadLog,
    private readonly feed: PhoneFeed,
    private readonly play: PlayStatusesHandler,
    private readonly typing: TypingHandler,
  ) {}

  /** Throws GraphError for what Meta refuses at once; what it refuses later comes as a `failed` status. */
  execute(number: BusinessNumber, input: unknown, route: Route = 'messages'): SendOutcome {
    try {
      return this.send(number, input, route);
    } catch (error) {
      if (error instanceof GraphError) this.ledger.countRefusal(number.phoneNumberId, error.code);
      throw error;
    }
  }

  private send(number: BusinessNumber, input: unknown, route: Route): SendOutcome {
    const fault = this.faults.takeError(number.phoneNumberId);
    if (fault && !fault.async) throw new GraphError({ ...fault });
    this.admit.enter(number);
    const request = parseOutbound(input);
    if (request.phone === number.displayPhoneNumber.replace(/\D/g, '')) throw new GraphError({ code: 131021 });
    const template = request.type === 'template' ? this.template(number, request) : undefined;
    const category = this.route.execute(number, route, template, input);
    const rendered = template && renderTemplate(template, (request.body as { components?: unknown }).components);
    const known = request.groupId === undefined ? this.known(number, request) : this.groupOf(number, request.groupId);
    const windowOpen = windowIsOpen(known?.lastInboundAt, this.clock.now());
    // Without a template it goes nowhere outside the window, as the business is told later.
    if (rendered && !windowOpen && request.groupId === undefined)
      this.admit.begin(number, known?.key ?? (request.phone ?? request.userId)!);
    this.admit.execute(number, request);
    const mediaFailure = this.checkMedia(request);
    const contact = known ?? this.meet(number, request);
    const message = this.accept(number, contact, request, { rendered, template, category, windowOpen });
    const early = fault ? webhookError(fault.code, fault.details) : (mediaFailure ?? outsideWindow(windowOpen, rendered));
    const isHeld = this.goOn(number, request.groupId === undefined ? contact : undefined, message, template, early);
    this.typing.stop(number.phoneNumberId, contact.key);
    return {
      answer: this.faults.takeAnswer(),
      body: {
        messaging_product: 'whatsapp',
        contacts: [answeredContact(request, contact)],
        messages: [{ id: message.wamid, ...(rendered ? { message_status: isHeld ? 'held_for_quality_assessment' : 'accepted' } : {}) }],
      },
    };
  }

  /** Lets an accepted message go its way. @returns whether it is held until Meta knows more of its template */
  private goOn(
    number: BusinessNumber,
    contact: Contact | undefined,
    message: OutboundMessage,
    template: Template | undefined,
    early: WebhookError | undefined,
  ): boolean {
    const outcome = early ?? this.admit.later(number, message, contact);
    if (outcome === 'lost') return false;
    if (!outcome && template && this.pace.execute(number.wabaId, template, (failure) => this.play.execute(message, failure))) return true;
    this.play.execute(message, outcome);
    return false;
  }

  private template(number: BusinessNumber, request: OutboundRequest): Template {
    const body = request.body as { name: string; language: { code: string } };
    const template = this.templates.find(number.wabaId, body.name, body.language.code);
    if (!template) throw templateNotFound(body.name, body.language.code);
    if (template.category === 'AUTHENTICATION' && !request.phone) {
      throw new GraphError({ code: 131062, details: 'Authentication templates need a phone number in to.' });
    }
    return template;
  }

  /** Refuses an unknown id. A file of another kind than the message's fails later, as at Meta. */
  private checkMedia(request: OutboundRequest): WebhookError | undefined {
    for (const { id, kind } of referencedMedia(request.type, request.body)) {
      const media = this.media.find(id, this.clock.now());
      if (!media) throw invalidParameter(`Param ${kind}['id'] is not a valid whatsapp business account media attachment ID`);
      const actual = mediaKind(media.mimeType);
      if (actual !== kind && kind !== 'document') return webhookError(131053, `The file is ${media.mimeType}, which is no ${kind}.`);
    }
    return undefined;
  }

  /** Stands for all who are in it. */
  private groupOf({ phoneNumberId }: BusinessNumber, id: string): Contact {
    const group = this.threads.group(phoneNumberId, id);
    if (!group) throw invalidValue(`to: '${id}' is not a group of this number`);
    return { phoneNumberId, key: id, userId: id, name: group.subject, autoRead: false, lastInboundAt: group.lastInboundAt };
  }

  /** The contact of a send, also by another spelling of their number. */
  private known(number: BusinessNumber, request: OutboundRequest): Contact | undefined {
    const other = request.phone && otherSpelling(request.phone);
    return (
      this.threads.contact(number.phoneNumberId, (request.phone ?? request.userId)!) ??
      (other ? this.threads.contact(number.phoneNumberId, other) : undefined)
    );
  }

  /** Somebody unknown becomes a contact that never wrote. */
  private meet(number: BusinessNumber, request: OutboundRequest): Contact {
    const key = (request.phone ?? request.userId)!;
    const contact: Contact = {
      phoneNumberId: number.phoneNumberId,
      key,
      phone: request.phone,
      userId: request.userId ?? userIdOf(key, number.wabaId),
      name: request.phone ? `+${request.phone}` : key,
      autoRead: false,
    };
    this.threads.saveContact(contact);
    this.feed.publish({ name: 'contact', phoneNumberId: number.phoneNumberId, contact: key, data: contact });
    return contact;
  }

  private accept(
    number: BusinessNumber,
    contact: Contact,
    request: OutboundRequest,
    decided: { rendered?: RenderedTemplate; template?: Template; category: PricingCategory; windowOpen: boolean },
  ): OutboundMessage {
    const { rendered, category, windowOpen } = decided;
    const bid = category === 'marketing_lite' ? decided.template?.optimization_spec : undefined;
    const at = this.clock.now();
    const opened = freeEntryPointEnd(contact.adClickAt, at);
    if (opened && !contact.freeEntryUntil) this.threads.saveContact(Object.assign(contact, { freeEntryUntil: opened }));
    const message: OutboundMessage = {
      direction: 'outbound',
      wamid: wamidOf(contact.key, 'outbound', randomBytes(9).toString('hex').toUpperCase()),
      phoneNumberId: number.phoneNumberId,
      contact: contact.key,
      type: request.type,
      text: rendered ? rendered.body : outboundText(request.type, request.body),
      at,
      contextWamid: request.contextWamid,
      content: rendered ? { ...(request.body as object), rendered } : request.body,
      status: 'accepted',
      callbackData: request.callbackData,
      category,
      windowOpen,
      freeEntryPoint: contact.freeEntryUntil !== undefined && at < contact.freeEntryUntil,
      serviceMessagesBefore: category === 'service' ? this.ledger.countServiceMessage(number.phoneNumberId, at) : 0,
    };
    if (bid) message.price = priceUnder(bid.bid_amount, Math.random());
    this.threads.append(message);
    this.ledger.countMessage(number.phoneNumberId, 'outbound', at);
    if (this.feed.listening) {
      this.feed.publish({ name: 'message', phoneNumberId: number.phoneNumberId, contact: contact.key, data: threadItem(message) });
    }
    return message;
  }
}

function answeredContact({ input, phone, groupId, userId }: OutboundRequest, contact: Contact): object {
  if (groupId !== undefined) return { input, wa_id: groupId };
  return phone ? { input, wa_id: contact.phone } : { input, user_id: userId };
}

/** Outside the 24 hours only templates go; Meta accepts anything and then lets it fail. */
function outsideWindow(windowOpen: boolean, rendered: RenderedTemplate | undefined): WebhookError | undefined {
  if (windowOpen || rendered) return undefined;
  return webhookError(
    131047,
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  );
}
