import { Injectable } from '@nestjs/common';
import type { checkoutAbandoned, contactChanged, EventOf, orderChanged } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { EVENT_OF, milestonesIn } from '../../domain/campaigns/order-events.js';
import type { FlowHappening } from '../../domain/flows/definition.js';
import { beginsBy, type Happening } from '../../domain/flows/triggers.js';
import { FlowRunsRepository } from '../../persistence/flows/flow-runs.repository.js';
import { FlowsRepository, type LiveFlow } from '../../persistence/flows/flows.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { RunFlow, whyStopped } from './run-flow.step.js';

/** Flows set tags, too: two that begin each other would never leave a customer alone. */
const PAUSE_OF_TAGS_MS = 60 * 60_000;

interface Begin {
  contactId: string;
  happened: Happening;
  /** What happened, by a name that is the same however often it is told. */
  key: string;
}

/** Flows begin because a contact got a tag, has ordered, paid, or left a checkout. */
@Injectable()
export class BeginByEventsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly flows: FlowsRepository,
    private readonly runs: FlowRunsRepository,
    private readonly runFlow: RunFlow,
    private readonly clock: CampaignClock,
  ) {}

  /** @param events of one tenant */
  async byContacts(events: readonly EventOf<typeof contactChanged>[]): Promise<void> {
    await this.#begin(
      events[0]!.tenantId,
      events.flatMap(({ id, data: { contactId, addedTags = [] } }) =>
        addedTags.map((tag) => ({ contactId, happened: { tag }, key: `tag:${id}:${tag}` })),
      ),
    );
  }

  /** @param events of one tenant */
  async byOrders(events: readonly EventOf<typeof orderChanged>[]): Promise<void> {
    await this.#begin(
      events[0]!.tenantId,
      events.flatMap(({ data }) =>
        milestonesIn(data).flatMap((milestone) =>
          data.contactId === undefined ? [] : [begin(data.contactId, EVENT_OF[milestone] as FlowHappening, data.orderId)],
        ),
      ),
    );
  }

  async byCheckout({ tenantId, data }: EventOf<typeof checkoutAbandoned>): Promise<void> {
    await this.#begin(tenantId, [begin(data.contactId, 'checkout_abandoned', data.checkoutId)]);
  }

  /** Told again, it begins nothing more. A conversation that is a person's, closed, or in another flow is left alone. */
  async #begin(tenantId: string, all: readonly Begin[]): Promise<void> {
    if (all.length === 0) return;
    const flows = await this.database.forTenant(tenantId, (tx) => this.flows.beginning(tx));
    for (const one of all) {
      for (const flow of flows.filter(({ triggers }) => beginsBy(triggers, one.happened))) {
        await this.database.forTenant(tenantId, (tx) => this.#beginOne(tx, flow, one));
      }
    }
  }

  async #beginOne(tx: Transaction, flow: LiveFlow, { contactId, happened, key }: Begin): Promise<void> {
    const thread = await this.runs.threadOf(tx, contactId, flow.outletId);
    if (!thread || whyStopped(thread) || (await this.runs.lockActive(tx, thread.id))) return;
    if (await this.runs.hasBegun(tx, flow.id, key)) return;
    const since = new Date(this.clock.now().getTime() - PAUSE_OF_TAGS_MS).toISOString();
    if ('tag' in happened && (await this.runs.hasBegunByTag(tx, thread.id, flow.id, since))) return;
    await this.runFlow.begin(tx, flow, thread, { text: null, seq: await this.runs.dealtWith(tx, thread.id), begunBy: key });
  }
}

const begin = (contactId: string, event: FlowHappening, id: string): Begin => ({ contactId, happened: { event }, key: `${event}:${id}` });
