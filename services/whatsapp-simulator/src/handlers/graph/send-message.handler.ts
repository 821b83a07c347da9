import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { FaultPlan } from '../../domain/control/faults.js';
import { GraphError, invalidParameter, webhookError, type WebhookError } from '../../domain/graph/graph-error.js';
import { userIdOf, wamidOf } from '../../domain/phone/identity.js';
import { mediaKind } from '../../domain/graph/media.js';
import { outboundText, parseOutbound, referencedMedia, type OutboundRequest } from '../../domain/graph/outbound-message.js';
import type { PricingCategory } from '../../domain/webhooks/pricing.js';
import { freeEntryPointEnd, windowIsOpen } from '../../domain/graph/service-window.js';
import { renderTemplate, templateNotFound, type RenderedTemplate } from '../../domain/graph/template.js';
import { threadItem, type Contact, type OutboundMessage } from '../../domain/phone/thread.js';
import { PAIR_RULE, THROUGHPUT_RULE } from '../../domain/graph/token-bucket.js';
import { MediaStore } from '../../persistence/graph/media-store.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { TemplateStore } from '../../persistence/graph/template-store.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { PlayStatusesHandler } from '../webhooks/play-statuses.handler.js';
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
    private readonly numbers: NumberDirectory,
    private readonly templates: TemplateStore,
    private readonly media: MediaStore,
    private readonly threads: ThreadLog,
    private readonly feed: PhoneFeed,
    private readonly play: PlayStatusesHandler,
    private readonly typing: TypingHandler,
  ) {}

  /** Throws GraphError for what Meta refuses at once; what it refuses later comes as a `failed` status. */
  execute(number: BusinessNumber, input: unknown): SendOutcome {
    const fault = this.faults.takeError(number.phoneNumberId);
    if (fault && !fault.async) throw new GraphError({ ...fault });
    if (!this.numbers.isRegistered(number.phoneNumberId)) throw new GraphError({ code: 133010 });
    const request = parseOutbound(input);
    if (request.phone === number.displayPhoneNumber.replace(/\D/g, '')) throw new GraphError({ code: 131021 });
    const rendered = request.type === 'template' ? this.render(number, request) : undefined;
    this.checkLimits(number, request);
    const mediaFailure = this.checkMedia(request);
    const now = this.clock.now();
    const contact = this.contactOf(number, request);
    const windowOpen = windowIsOpen(contact.lastInboundAt, now);
    const message = this.accept(number, contact, request, rendered, windowOpen);
    this.play.execute(message, fault ? webhookError(fault.code, fault.details) : (mediaFailure ?? outsideWindow(windowOpen, rendered)));
    this.typing.stop(number.phoneNumberId, contact.key);
    return {
      answer: this.faults.takeAnswer(),
      body: {
        messaging_product: 'whatsapp',
        contacts: [request.phone ? { input: request.input, wa_id: request.phone } : { input: request.input, user_id: request.userId }],
        messages: [{ id: message.wamid, ...(rendered ? { message_status: 'accepted' } : {}) }],
      },
    };
  }

  private render(number: BusinessNumber, request: OutboundRequest): RenderedTemplate {
    const body = request.body as { name: string; language: { code: string }; components?: unknown };
    const template = this.templates.find(number.wabaId, body.name, body.language.code);
    if (!template) throw templateNotFound(body.name, body.language.code);
    if (template.category === 'AUTHENTICATION' && !request.phone) {
      throw new GraphError({ code: 131062, details: 'Authentication templates need a phone number in to.' });
    }
    return renderTemplate(template, body.components);
  }

  private checkLimits(number: BusinessNumber, request: OutboundRequest): void {
    const { limits } = this.faults.current();
    const now = this.clock.now();
    if (limits.throughput && !this.numbers.take(`throughput ${number.phoneNumberId}`, THROUGHPUT_RULE, now)) {
      throw new GraphError({ code: 130429, details: 'Cloud API message throughput has been reached.' });
    }
    if (limits.pair && !this.numbers.take(`pair ${number.phoneNumberId} ${request.phone ?? request.userId}`, PAIR_RULE, now)) {
      throw new GraphError({
        code: 131056,
        details: 'Too many messages sent from this phone number to the same recipient in a short period.',
      });
    }
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

  /** The contact of a send; an unknown one becomes a contact that never wrote. */
  private contactOf(number: BusinessNumber, request: OutboundRequest): Contact {
    const key = (request.phone ?? request.userId)!;
    const known = this.threads.contact(number.phoneNumberId, key);
    if (known) return known;
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
    rendered: RenderedTemplate | undefined,
    windowOpen: boolean,
  ): OutboundMessage {
    const at = this.clock.now();
    const opened = freeEntryPointEnd(contact.adClickAt, at);
    if (opened && !contact.freeEntryUntil) this.threads.saveContact(Object.assign(contact, { freeEntryUntil: opened }));
    const category = (rendered?.category.toLowerCase() ?? 'service') as PricingCategory;
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
      serviceMessagesBefore: category === 'service' ? this.numbers.countServiceMessage(number.phoneNumberId, at) : 0,
    };
    this.threads.append(message);
    if (this.feed.listening) {
      this.feed.publish({ name: 'message', phoneNumberId: number.phoneNumberId, contact: contact.key, data: threadItem(message) });
    }
    return message;
  }
}

/** Outside the 24 hours only templates go; Meta accepts anything and then lets it fail. */
function outsideWindow(windowOpen: boolean, rendered: RenderedTemplate | undefined): WebhookError | undefined {
  if (windowOpen || rendered) return undefined;
  return webhookError(
    131047,
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  );
}
