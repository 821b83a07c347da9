import type { EventOf, orderChanged, OrderMilestone } from '#contracts';
import type { DripEvent } from './campaign.js';

type Changed = EventOf<typeof orderChanged>['data'];

/** By what name drips and flows know what an order has come to. */
export const EVENT_OF: Readonly<Record<OrderMilestone, DripEvent>> = { created: 'order_created', paid: 'order_paid' };

/** Events from before there were milestones have none: they tell nothing of how old the order is. */
export const milestonesIn = ({ milestones = [] }: Changed): readonly OrderMilestone[] => milestones;
