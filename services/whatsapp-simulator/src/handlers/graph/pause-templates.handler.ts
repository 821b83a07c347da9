import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { Template } from '../../domain/graph/template.js';
import { templateUpdate } from '../../domain/webhooks/webhook-update.js';
import { TemplateStore } from '../../persistence/graph/template-store.js';
import { DeliverWebhooksHandler } from '../webhooks/deliver-webhooks.handler.js';
import { PaceTemplatesHandler } from './pace-templates.handler.js';

const HOUR = 60 * 60 * 1000;
/** The first and the second time; the third time the template is disabled. Source: Meta, "Template pausing". */
const PAUSES = [
  { title: 'FIRST_PAUSE', hours: 3 },
  { title: 'SECOND_PAUSE', hours: 6 },
];

/** What low quality brings upon a template: a pause of three hours, one of six, the end. */
@Injectable()
export class PauseTemplatesHandler implements OnApplicationBootstrap {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly templates: TemplateStore,
    private readonly deliver: DeliverWebhooksHandler,
    private readonly pace: PaceTemplatesHandler,
  ) {}

  /** Pauses that a restart has cut off. */
  onApplicationBootstrap(): void {
    for (const { wabaId, template } of this.templates.paused()) this.resumeLater(wabaId, template);
  }

  execute(wabaId: string, template: Template): void {
    const pauses = template.simulated?.pauses ?? 0;
    const pause = PAUSES[pauses];
    if (pause) {
      template.status = 'PAUSED';
      template.simulated = { pauses: pauses + 1, pausedUntil: this.clock.now() + pause.hours * HOUR };
      const description = `Your template has been paused for ${pause.hours} hours, since its quality is low.`;
      this.tell(wabaId, template, 'PAUSED', { title: pause.title, description });
      this.resumeLater(wabaId, template);
    } else {
      template.status = 'DISABLED';
      this.tell(wabaId, template, 'DISABLED', {
        title: 'DISABLED',
        description: 'Your template has been disabled, since its quality is low.',
      });
    }
    this.templates.save();
    this.pace.decide(wabaId, template);
  }

  private resumeLater(wabaId: string, template: Template): void {
    const until = template.simulated!.pausedUntil!;
    this.clock.schedule(Math.max(0, until - this.clock.now()), () => {
      // Somebody may have decided otherwise meanwhile.
      if (template.simulated?.pausedUntil !== until || this.templates.byId(template.id)?.template !== template) return;
      template.simulated = { pauses: template.simulated.pauses };
      template.status = 'APPROVED';
      template.quality_score = { score: 'UNKNOWN' };
      this.templates.save();
      this.tell(wabaId, template, 'APPROVED', { title: 'UNPAUSE', description: 'Your template can be sent again.' });
    });
  }

  private tell(wabaId: string, template: Template, event: string, other: { title: string; description: string }): void {
    this.deliver.execute(templateUpdate(wabaId, template, 'message_template_status_update', { event, reason: 'NONE', other_info: other }));
  }
}
