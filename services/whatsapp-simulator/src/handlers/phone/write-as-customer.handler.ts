import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { CONFIG, parseOrRefuse, Problem } from '#service-kit';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { SimulatorConfig } from '../../config.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { CUSTOMER_BODIES, customerBodySchema, wireBody, type CustomerMessage } from '../../domain/phone/customer-message.js';
import { GraphError } from '../../domain/graph/graph-error.js';
import { phoneDigits, userIdOf, wamidOf } from '../../domain/phone/identity.js';
import { INBOUND_MEDIA_MS, type Media } from '../../domain/graph/media.js';
import { sampleFile } from '../../domain/phone/sample-files.js';
import { threadItem, type Contact, type InboundMessage } from '../../domain/phone/thread.js';
import { messageUpdate } from '../../domain/webhooks/webhook-update.js';
import { SettingsStore } from '../../persistence/graph/settings-store.js';
import { TrafficLedger } from '../../persistence/graph/traffic-ledger.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { FindMediaHandler } from '../graph/find-media.handler.js';
import { UploadMediaHandler } from '../graph/upload-media.handler.js';
import { DeliverWebhooksHandler } from '../webhooks/deliver-webhooks.handler.js';
import { FindNumberHandler } from './find-number.handler.js';

const MEDIA = ['image', 'video', 'audio', 'document', 'sticker'];

interface MediaReference {
  id?: string;
  data?: string;
  mimeType?: string;
  caption?: string;
  filename?: string;
  voice?: boolean;
}

/** A customer writes to a business. */
@Injectable()
export class WriteAsCustomerHandler {
  constructor(
    @Inject(CONFIG) private readonly config: SimulatorConfig,
    private readonly host: HttpAdapterHost,
    private readonly clock: SimulatedClock,
    private readonly findNumber: FindNumberHandler,
    private readonly settings: SettingsStore,
    private readonly ledger: TrafficLedger,
    private readonly threads: ThreadLog,
    private readonly feed: PhoneFeed,
    private readonly uploads: UploadMediaHandler,
    private readonly files: FindMediaHandler,
    private readonly deliver: DeliverWebhooksHandler,
  ) {}

  /** @throws {Problem} number_unknown or validation_failed; nothing has changed then */
  execute(input: CustomerMessage): { wamid: string } {
    const number = this.findNumber.execute(input.phoneNumberId);
    const { type, body, text } = wireBody(input.type, this.readBody(number, input), (target) => this.threads.find(target)?.type);
    const at = this.clock.now();
    const contact = this.contactOf(number, input);
    const { groupId } = input;
    if (groupId !== undefined && !this.threads.group(number.phoneNumberId, groupId)?.members.includes(contact.key)) {
      throw Problem.invalid([{ field: 'groupId', message: 'is not a group that this customer is in: PUT /simulator/groups first' }]);
    }
    const wamid = wamidOf(contact.key, 'inbound', randomBytes(9).toString('hex').toUpperCase());
    if (input.referral && contact.adClickAt === undefined) this.threads.saveContact(Object.assign(contact, { adClickAt: at }));
    const message: InboundMessage = {
      direction: 'inbound',
      wamid,
      phoneNumberId: number.phoneNumberId,
      contact: groupId ?? contact.key,
      ...(groupId === undefined ? {} : { sender: { key: contact.key, name: contact.name } }),
      type,
      text,
      at,
      contextWamid: input.contextWamid,
      content: body,
      status: 'pending',
    };
    this.threads.append(message);
    if (this.feed.listening) {
      this.feed.publish({ name: 'message', phoneNumberId: number.phoneNumberId, contact: message.contact, data: threadItem(message) });
    }
    // Meta counts inbound and outbound together against a number's throughput; what customers write is never refused.
    this.ledger.takeRate(number.phoneNumberId, this.settings.number(number).throughput, at);
    this.ledger.countMessage(number.phoneNumberId, 'inbound', at);
    const context = input.contextWamid ? { from: number.displayPhoneNumber.replace(/\D/g, ''), id: input.contextWamid } : undefined;
    this.deliver.execute(messageUpdate({ number, contact, wamid, at, type, body, groupId, context, referral: input.referral }));
    return { wamid };
  }

  private readBody(number: BusinessNumber, input: CustomerMessage): unknown {
    const { type } = input;
    const given = (input as Record<string, unknown>)[type] ?? (MEDIA.includes(type) ? {} : undefined);
    if (given === undefined && type !== 'unsupported') {
      const known = Object.keys(CUSTOMER_BODIES).join(', ');
      throw Problem.invalid([
        { field: type, message: `the body of a ${type} message belongs into the field ${type}; known types: ${known}` },
      ]);
    }
    const parsed = parseOrRefuse(customerBodySchema(type), given);
    return MEDIA.includes(type) ? this.mediaBody(number, type, parsed as MediaReference) : parsed;
  }

  private mediaBody(number: BusinessNumber, type: string, reference: MediaReference): object {
    const media = reference.id === undefined ? this.keep(number, type, reference) : this.files.execute(reference.id);
    if (!media) throw Problem.invalid([{ field: `${type}.id`, message: 'is not the id of a file sent to POST /simulator/media' }]);
    const filename = reference.filename ?? media.filename;
    return {
      id: media.id,
      mime_type: media.mimeType,
      sha256: media.sha256,
      url: this.files.downloadUrl(media, this.publicUrl()),
      ...(reference.caption ? { caption: reference.caption } : {}),
      ...(type === 'document' && filename ? { filename } : {}),
      ...(type === 'audio' ? { voice: reference.voice ?? false } : {}),
      ...(type === 'sticker' ? { animated: false } : {}),
    };
  }

  private keep(number: BusinessNumber, type: string, reference: MediaReference): Media {
    const { data, mimeType, filename } = reference;
    const sample = data === undefined ? sampleFile(type) : undefined;
    if (data === undefined && !sample) {
      throw Problem.invalid([{ field: type, message: 'needs id (from POST /simulator/media) or data (base64): there is no sample' }]);
    }
    if (!sample && !mimeType) throw Problem.invalid([{ field: `${type}.mimeType`, message: 'is required with data, e.g. image/png' }]);
    const file = sample ?? { bytes: Buffer.from(data!, 'base64'), mimeType: mimeType!, filename };
    try {
      return this.uploads.execute(number.phoneNumberId, { ...file, filename: filename ?? file.filename }, INBOUND_MEDIA_MS);
    } catch (error) {
      if (error instanceof GraphError) throw Problem.invalid([{ field: `${type}.data`, message: error.details ?? error.message }]);
      throw error;
    }
  }

  private contactOf(number: BusinessNumber, input: CustomerMessage): Contact {
    const phone = input.from === undefined ? undefined : phoneDigits(input.from);
    const { phoneNumberId } = number;
    const known =
      (phone === undefined ? undefined : this.threads.contact(phoneNumberId, phone)) ??
      (input.userId === undefined ? undefined : this.threads.contact(phoneNumberId, input.userId));
    const key = known?.key ?? phone ?? input.userId!;
    const contact: Contact = {
      ...(known ?? { phoneNumberId, key, autoRead: false }),
      phone,
      userId: input.userId ?? known?.userId ?? userIdOf(phone!, number.wabaId),
      name: input.name ?? known?.name ?? (phone ? `+${phone}` : (input.username ?? 'Customer')),
      username: input.username ?? known?.username,
    };
    if (
      known &&
      known.name === contact.name &&
      known.username === contact.username &&
      known.userId === contact.userId &&
      known.phone === phone
    ) {
      return known;
    }
    this.threads.saveContact(contact);
    this.feed.publish({ name: 'contact', phoneNumberId, contact: key, data: contact });
    return contact;
  }

  private publicUrl(): string {
    if (this.config.SIMULATOR_PUBLIC_URL) return this.config.SIMULATOR_PUBLIC_URL.replace(/\/$/, '');
    const address = this.host.httpAdapter.getHttpServer().address() as AddressInfo | null;
    return `http://127.0.0.1:${address?.port ?? 0}`;
  }
}
