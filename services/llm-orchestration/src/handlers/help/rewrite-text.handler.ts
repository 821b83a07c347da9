import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { ConversationsClient } from '../../clients/help/conversations.client.js';
import { handoff, type Responded } from '../../domain/answers/answer.js';
import { RewriteCheck } from '../../domain/help/read-rewrite.js';
import { assembleRewrite, REWRITE_SCHEMA, type Rewrite, type RewriteTone } from '../../domain/help/rewrite.js';
import { ReplySettingsRepository, type ReplySettings } from '../../persistence/answers/reply-settings.repository.js';
import { AskModel, usageOf } from '../answers/ask-model.step.js';
import { MeterAnswer } from '../answers/meter-answer.handler.js';
import { Growing, type Grown } from '../answers/growing.js';

/** What an agent wants of a text. */
export type Wish =
  | { kind: 'rephrase'; text: string; tone: RewriteTone }
  | { kind: 'translate'; text: string; language?: string | undefined; conversationId?: string | undefined };

/** How many of a customer's messages tell their language. */
const MESSAGES = 5;

@Injectable()
export class RewriteTextHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: ReplySettingsRepository,
    private readonly models: AskModel,
    private readonly conversations: ConversationsClient,
    private readonly meter: MeterAnswer,
  ) {}

  /**
   * Has a model write an agent's text anew, or in the customer's language. Nothing is sent, and nothing kept but its cost.
   *
   * @param tell gets the next checked sentences, and the end unless the asker left
   * @param left aborted when the asker left: the model is told to stop
   * @throws {Problem} 409 no_model; not_found for a conversation that is not there; 402 quota_exceeded
   */
  async execute(tenantId: string, wish: Wish, tell: (told: Grown) => void, left: AbortSignal): Promise<void> {
    const present = await this.database.forTenant(tenantId, (tx) => this.settings.of(tx));
    if (!this.models.isOn(present)) throw noModel();
    const customerWrote = await this.#wroteTo(tenantId, wish);
    const growing = new Growing(tell);
    growing.end(
      await this.meter.execute(
        tenantId,
        (settings) => this.#rewrite(tenantId, wish, customerWrote, settings, growing, left),
        () => growing.shown,
      ),
    );
  }

  /** The newest messages of the customer, by which their language is told. */
  async #wroteTo(tenantId: string, wish: Wish): Promise<string[]> {
    if (wish.kind !== 'translate' || wish.conversationId === undefined) return [];
    const open = await this.conversations.open(tenantId, wish.conversationId);
    if (!open) return [];
    const before = open.history.flatMap(({ author, text }) => (author === 'customer' ? [text] : []));
    return [...before, open.question].slice(-MESSAGES);
  }

  async #rewrite(
    tenantId: string,
    wish: Wish,
    customerWrote: readonly string[],
    settings: ReplySettings,
    growing: Growing,
    left: AbortSignal,
  ): Promise<Responded> {
    const rewrite: Rewrite = wish.kind === 'rephrase' ? wish : { ...wish, customerWrote, fallback: settings.language };
    const check = new RewriteCheck(wish.text);
    const request = { messages: assembleRewrite(rewrite), schema: REWRITE_SCHEMA };
    const said = await this.models.execute(tenantId, settings, request, (raw) => growing.show(check.begun(raw)), left);
    if (said.kind === 'resting')
      return { outcome: handoff('model_error', 'the model rests'), responder: 'model', ...this.models.unused(settings) };
    const outcome = said.kind === 'failed' ? handoff(said.code, said.detail) : check.read(said.text, said.finishReason);
    return { outcome, responder: 'model', ...usageOf(said) };
  }
}

const noModel = (): Problem =>
  new Problem(409, 'no_model', 'No model is set, and this takes one. Set one in the settings of the assistant, or ask the operator.');
