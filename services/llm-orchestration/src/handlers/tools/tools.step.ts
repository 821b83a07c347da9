import { Injectable } from '@nestjs/common';
import { OrdersClient } from '../../clients/tools/orders.client.js';
import type { Asked, Passage } from '../../domain/answers/answer.js';
import { answerOrders, ordersPassage } from '../../domain/tools/order-answer.js';
import { readOrderQuestion } from '../../domain/tools/order-question.js';

/** What a model is told of a tool. There are no parameters: nothing that a text says can choose for whom a tool acts. */
export interface ToolDefinition {
  name: string;
  description: string;
}

interface Tool extends ToolDefinition {
  /** @returns undefined where it cannot say */
  run: (sender: Sender) => Promise<Passage | undefined>;
}

/** Who writes, as WhatsApp has verified it and the conversation knows it. */
interface Sender {
  tenantId: string;
  contactId: string;
}

const senderOf = ({ tenantId, contactId }: Asked): Sender | undefined => (contactId === undefined ? undefined : { tenantId, contactId });

/** What the assistant can look up for the customer who writes, and for nobody else. Whoever tries a question is no customer: they have no tools. */
@Injectable()
export class Tools {
  readonly #tools: readonly Tool[] = [
    {
      name: 'own_orders',
      description:
        'Looks up the orders of the customer who writes: how they stand, and how to follow them. Call it when they ask about an order of theirs.',
      run: async ({ tenantId, contactId }) => {
        const orders = await this.orders.of(tenantId, contactId);
        return orders && ordersPassage(orders);
      },
    },
  ];

  constructor(private readonly orders: OrdersClient) {}

  /** Those that a model may call for this question. */
  offered(asked: Asked): readonly ToolDefinition[] {
    return senderOf(asked) ? this.#tools.map(({ name, description }) => ({ name, description })) : [];
  }

  /**
   * Runs what a model called, each tool once, for the customer who writes. What it wrote as arguments is not looked at, and a tool that is not
   * there is not called.
   *
   * @returns what was found, as passages
   */
  async run(names: readonly string[], asked: Asked): Promise<Passage[]> {
    const sender = senderOf(asked);
    const called = sender ? this.#tools.filter(({ name }) => names.includes(name)) : [];
    const found = await Promise.all(called.map((tool) => tool.run(sender!)));
    return found.filter((passage) => passage !== undefined);
  }

  /**
   * Answers without search or model what customers ask most: where their order is.
   *
   * @returns undefined where they ask something else, or have no order; what else they ask is `rest`
   */
  async answer(
    asked: Asked,
    wanted: { text: string; attempts: readonly (readonly string[])[] },
    language: string,
  ): Promise<{ text: string; rest: string[] } | undefined> {
    const sender = senderOf(asked);
    const question = sender && readOrderQuestion(wanted.text, wanted.attempts, language);
    if (!question) return undefined;
    const orders = await this.orders.of(sender.tenantId, sender.contactId);
    const text = orders && answerOrders(orders, question);
    return text === undefined ? undefined : { text, rest: question.rest };
  }
}
