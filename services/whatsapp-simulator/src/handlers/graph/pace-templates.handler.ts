import { Injectable } from '@nestjs/common';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import { FaultPlan } from '../../domain/control/faults.js';
import { webhookError, type WebhookError } from '../../domain/graph/graph-error.js';
import type { Template } from '../../domain/graph/template.js';
import { templateUpdate } from '../../domain/webhooks/webhook-update.js';
import { TemplateStore } from '../../persistence/graph/template-store.js';
import { DeliverWebhooksHandler } from '../webhooks/deliver-webhooks.handler.js';

interface Pace {
  sent: number;
  /** What goes on with each held message: without an error it is sent. */
  held: ((failure?: WebhookError) => void)[];
}

/**
 * Holds messages of new templates back until Meta has seen how the first ones are received: then all go, or none. Source: Meta, "Template
 * pacing".
 */
@Injectable()
export class PaceTemplatesHandler {
  private paces = new Map<string, Pace>();

  constructor(
    private readonly clock: SimulatedClock,
    private readonly faults: FaultPlan,
    private readonly templates: TemplateStore,
    private readonly deliver: DeliverWebhooksHandler,
  ) {}

  /** Counts a message of the template. @returns whether it is held; then `goOn` is called later */
  execute(wabaId: string, template: Template, goOn: (failure?: WebhookError) => void): boolean {
    const { pacing } = this.faults.current().limits;
    if (!pacing || !isPaced(template)) return false;
    const pace = this.paces.get(template.id) ?? { sent: 0, held: [] };
    this.paces.set(template.id, pace);
    if (pace.held.length === 0 && pace.sent < pacing.messages) {
      pace.sent += 1;
      return false;
    }
    pace.held.push(goOn);
    if (pace.held.length === 1) this.clock.schedule(pacing.holdMs, () => this.decide(wabaId, template));
    return true;
  }

  /** Good: the template is green from now on, and what was held is sent. Bad: it fails with 132015. */
  decide(wabaId: string, template: Template): void {
    const pace = this.paces.get(template.id);
    if (!pace?.held.length) return;
    this.paces.delete(template.id);
    const isGood = template.status === 'APPROVED' && template.quality_score?.score !== 'RED';
    if (isGood) {
      const previous = template.quality_score?.score ?? 'UNKNOWN';
      template.quality_score = { score: 'GREEN' };
      this.templates.save();
      const scores = { previous_quality_score: previous, new_quality_score: 'GREEN' };
      this.deliver.execute(templateUpdate(wabaId, template, 'message_template_quality_update', scores));
    }
    for (const goOn of pace.held) {
      goOn(isGood ? undefined : webhookError(132015, `Template ${template.name} was paused before this message could be sent.`));
    }
  }

  /** How many messages of the template are held. */
  held({ id }: Template): number {
    return this.paces.get(id)?.held.length ?? 0;
  }

  reset(): void {
    this.paces = new Map();
  }
}

/** Marketing templates until they are green; utility templates only after a pause. */
function isPaced({ category, quality_score: quality, simulated }: Template): boolean {
  if (quality?.score === 'GREEN') return false;
  return category === 'MARKETING' || (category === 'UTILITY' && (simulated?.pauses ?? 0) > 0);
}
