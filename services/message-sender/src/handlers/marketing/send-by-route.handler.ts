import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Logger } from '#service-kit';
import type { GraphPayload, OutboundContent, SendResult } from '#whatsapp';
import { Graph } from '../../clients/sending/graph.js';
import { otherRoute, routeOf, type Route } from '../../domain/marketing/route.js';
import type { KeptBack } from '../../domain/sending/settle-attempt.js';
import { MarketingRoutesRepository } from '../../persistence/marketing/marketing-routes.repository.js';
import type { ClaimedMessage } from '../../persistence/queue/messages.repository.js';
import { KnownRoutes } from './known-routes.state.js';

export interface Call {
  phoneNumberId: string;
  accessToken: string;
  message: GraphPayload;
}

type Sent = Pick<ClaimedMessage, 'tenantId' | 'id' | 'wabaId' | 'groupId'> & { content: OutboundContent };

/** Sends a message by the way that WhatsApp has for it: promotions by one of their own, where the account may. */
@Injectable()
export class SendByRouteHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly routes: MarketingRoutesRepository,
    private readonly known: KnownRoutes,
    private readonly graph: Graph,
    private readonly logger: Logger,
  ) {}

  /** The way of a message. Asks the database, for a template. */
  async routeOf({ tenantId, wabaId, groupId, content }: Sent): Promise<Route> {
    if (content.type !== 'template' || wabaId === null || groupId !== null) return 'messages';
    const { name, language, category } = content.template;
    const key = keyOf(tenantId, wabaId, `${name} ${language}`);
    const known = this.known.get(key);
    if (known) return known;
    const found = await this.database.together(tenantId, (tx) => this.routes.of(tx, { wabaId, name, language }));
    const told = found.told.map(({ route, toldAt }) => ({ route, toldAt: Date.parse(toldAt) }));
    // As it stands with WhatsApp today; a template that is not known here goes by what its message says.
    const route = routeOf(found.category ?? category, told, Date.now());
    this.known.set(key, route);
    return route;
  }

  /**
   * Sends it by this way, and by the other one if WhatsApp says that it belongs there: such a refusal means that nothing was done. What
   * WhatsApp has said is kept, for the template or for all of the account, once the other way is proven; also where the other way has to be
   * left to the next attempt, which then begins with it.
   *
   * @param keptBack asked before a second request, as before every one
   */
  async execute(message: Sent, route: Route, call: Call, keptBack: () => Promise<KeptBack | undefined>): Promise<SendResult | KeptBack> {
    const first = await this.#send(route, call);
    const other = otherRoute(route, first);
    if (!other || message.content.type !== 'template') return first;
    const kept = await keptBack();
    if (kept?.outcome === 'not_sent') await this.#keep(message, other);
    if (kept) return kept;
    const second = await this.#send(other.route, call);
    if (second.outcome === 'accepted') await this.#keep(message, other);
    // Where neither takes it, the refusal of the way that it belongs to says why.
    return second;
  }

  #send(route: Route, call: Call): Promise<SendResult> {
    if (route === 'messages') return this.graph.sendMessage(call);
    // Whether customers' reading is shared with Meta is left to the account's own setting (`message_activity_sharing`).
    return this.graph.sendMessage({ ...call, message: { ...call.message, product_policy: 'CLOUD_API_FALLBACK' }, edge: route });
  }

  async #keep({ tenantId, id, wabaId, content }: Sent, { route, code, scope }: NonNullable<ReturnType<typeof otherRoute>>): Promise<void> {
    if (wabaId === null || content.type !== 'template') return;
    this.known.forget(keyOf(tenantId, wabaId, ''));
    const template = scope === 'template' ? content.template.name : '';
    try {
      await this.database.forTenant(tenantId, (tx) => this.routes.put(tx, { wabaId, template, route, code }));
    } catch (error) {
      // The next message finds it out again.
      this.logger.warn('the way by which promotions leave could not be kept', error as Error, { tenantId, messageId: id });
    }
  }
}

const keyOf = (tenantId: string, wabaId: string, template: string): string => `${tenantId} ${wabaId} ${template}`;
