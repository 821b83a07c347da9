import {
  OUTBOUND_LIMITS,
  type InteractiveContent,
  type InteractiveFrame,
  type MediaSource,
  type OutboundContent,
} from './outbound-content.js';
import { isBusinessScopedUserId } from './sender-directory.js';

export interface OutboundEnvelope {
  /** Phone number in any writing; digits are what counts. Wins over `recipient`, as at Meta. */
  to?: string;
  /** Business-scoped user id, sent as it is. */
  recipient?: string;
  /** Group id; alone, without `to` and `recipient`. */
  groupId?: string;
  content: OutboundContent;
  /** Comes back on every status of the message: our message id, since Meta has no idempotency key. */
  callbackData?: string;
  /** The message this one answers. */
  contextWamid?: string;
}

export type GraphPayload = Record<string, unknown>;

/**
 * The body of POST /{phone_number_id}/messages. Expects content that validateOutbound accepted.
 * The phone always goes out with `+`: without it Meta puts the business's own country code before it.
 * Throws RangeError for no recipient, a `to` without digits, or callback data above 512 characters: faults of the calling code.
 */
export function toGraphPayload(envelope: OutboundEnvelope): GraphPayload {
  const { content, callbackData, contextWamid } = envelope;
  if (callbackData !== undefined && callbackData.length > OUTBOUND_LIMITS.callbackData) {
    throw new RangeError(`callbackData has ${callbackData.length} characters; at most ${OUTBOUND_LIMITS.callbackData} are allowed`);
  }
  const payload: GraphPayload = {
    messaging_product: 'whatsapp',
    ...addressee(envelope),
    type: content.type,
    [content.type]: graphBody(content),
  };
  if (contextWamid !== undefined) payload.context = { message_id: contextWamid };
  if (callbackData !== undefined) payload.biz_opaque_callback_data = callbackData;
  return payload;
}

function addressee({ to, recipient, groupId }: OutboundEnvelope): GraphPayload {
  if (to !== undefined && to !== '') {
    // A user id sent as a phone number ends in error 131026.
    if (isBusinessScopedUserId(to)) return { recipient_type: 'individual', recipient: to };
    const digits = to.replace(/\D/g, '');
    if (digits === '') throw new RangeError('"to" has no digits; a phone number in international form is expected');
    return { recipient_type: 'individual', to: `+${digits}` };
  }
  if (recipient !== undefined && recipient !== '') return { recipient_type: 'individual', recipient };
  if (groupId !== undefined && groupId !== '') return { recipient_type: 'group', to: groupId };
  throw new RangeError('one of "to" (phone), "recipient" (user id) or "groupId" is expected');
}

function graphBody(content: OutboundContent): unknown {
  switch (content.type) {
    case 'text':
      return typeof content.text === 'string' ? { body: content.text } : { body: content.text.body, preview_url: content.text.previewUrl };
    case 'image':
      return media(content.image, { caption: content.image.caption });
    case 'video':
      return media(content.video, { caption: content.video.caption });
    case 'document':
      return media(content.document, { caption: content.document.caption, filename: content.document.filename });
    case 'audio':
      return media(content.audio, { voice: content.audio.voice });
    case 'sticker':
      return media(content.sticker, {});
    case 'template':
      return { name: content.template.name, language: { code: content.template.language }, components: content.template.components };
    case 'interactive':
      return graphInteractive(content.interactive);
    case 'location':
      return content.location;
    case 'contacts':
      return content.contacts;
    case 'reaction':
      return { message_id: content.reaction.wamid, emoji: content.reaction.emoji };
  }
}

function media(source: MediaSource, more: Record<string, unknown>): unknown {
  return source.id === undefined || source.id === '' ? { link: source.link, ...more } : { id: source.id, ...more };
}

function graphInteractive(content: InteractiveContent): unknown {
  const text = (value: string | undefined): { text: string } | undefined => (value === undefined ? undefined : { text: value });
  switch (content.kind) {
    case 'button':
      return {
        type: 'button',
        ...graphFrame(content),
        action: { buttons: content.buttons.map((button) => ({ type: 'reply', reply: { id: button.id, title: button.title } })) },
      };
    case 'list':
      return { type: 'list', ...graphFrame(content), action: { button: content.button, sections: content.sections } };
    case 'cta_url':
      return {
        type: 'cta_url',
        ...graphFrame(content),
        action: { name: 'cta_url', parameters: { display_text: content.displayText, url: content.url } },
      };
    case 'location_request':
      return { type: 'location_request_message', body: { text: content.body }, action: { name: 'send_location' } };
    case 'flow':
      return {
        type: 'flow',
        ...graphFrame(content),
        action: {
          name: 'flow',
          parameters: {
            flow_message_version: '3',
            flow_id: content.flowId,
            flow_name: content.flowName,
            flow_cta: content.flowCta,
            mode: content.mode,
            flow_token: content.flowToken,
            flow_action: content.flowAction,
            flow_action_payload: content.flowActionPayload,
          },
        },
      };
    case 'product':
      return {
        type: 'product',
        body: text(content.body),
        footer: text(content.footer),
        action: { catalog_id: content.catalogId, product_retailer_id: content.productRetailerId },
      };
    case 'product_list':
      return {
        type: 'product_list',
        header: { type: 'text', text: content.header },
        body: { text: content.body },
        footer: text(content.footer),
        action: {
          catalog_id: content.catalogId,
          sections: content.sections.map((section) => ({
            title: section.title,
            product_items: section.productRetailerIds.map((id) => ({ product_retailer_id: id })),
          })),
        },
      };
    case 'catalog':
      return {
        type: 'catalog_message',
        body: { text: content.body },
        footer: text(content.footer),
        action: {
          name: 'catalog_message',
          parameters:
            content.thumbnailProductRetailerId === undefined
              ? undefined
              : { thumbnail_product_retailer_id: content.thumbnailProductRetailerId },
        },
      };
  }
}

function graphFrame(frame: InteractiveFrame): GraphPayload {
  return { header: frame.header, body: { text: frame.body }, footer: frame.footer === undefined ? undefined : { text: frame.footer } };
}
