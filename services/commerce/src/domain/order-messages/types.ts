import { MESSAGE_STATUSES } from '#contracts';
import type { OrderStatus } from '../orders/states.js';

/** What a customer can be told of an order. Those that are called as a status are told when the order gets there. */
export const MESSAGE_TYPES = [
  'awaiting_confirmation',
  'confirmed',
  'paid',
  'packing',
  'shipped',
  'delivered',
  'cancelled',
  'refunded',
  'returned',
  'packing_list',
  'review_request',
  'confirmation_late',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** How far it got. `requested`: it was asked for; `skipped`: there was nobody to tell it to, no number to tell it from, or its text could not be written. */
export const ORDER_MESSAGE_STATUSES = ['requested', 'skipped', ...MESSAGE_STATUSES, 'refused', 'cancelled'] as const;
export type OrderMessageStatus = (typeof ORDER_MESSAGE_STATUSES)[number];

export interface TypeSetting {
  enabled: boolean;
  /** Liquid, in place of the text that comes with the type. It leaves only inside the 24-hour window. */
  text?: string | undefined;
  /** Leaves at any time. The values of its variables are Liquid, in their order. */
  template?: { name: string; language: string; parameters: string[] } | undefined;
}
export type TypeSettings = Partial<Record<MessageType, TypeSetting>>;

/** Told without anybody asking for it, where a company has set nothing. */
const ON: readonly MessageType[] = ['shipped', 'delivered', 'cancelled', 'refunded', 'confirmation_late'];

export const settingOf = (type: MessageType, settings: TypeSettings): TypeSetting => settings[type] ?? { enabled: ON.includes(type) };

/** What is told of an order that gets there. */
export const typeOf = (status: OrderStatus): MessageType | undefined => MESSAGE_TYPES.find((type) => type === status);

const TRACKING =
  '{% if order.tracking_url %}\n{{ order.tracking_url }}{% elsif order.tracking_number %}\n{{ order.tracking_number }}{% endif %}';

const EN: Readonly<Record<MessageType, string>> = {
  awaiting_confirmation: 'Please confirm your order {{ order.number }}: {{ order.total }}, paid on delivery.\n{{ order.items }}',
  confirmed: 'Thank you! Your order {{ order.number }} is confirmed.',
  paid: 'Thank you! We have received {{ order.total }} for your order {{ order.number }}.',
  packing: 'We are packing your order {{ order.number }}.',
  shipped: `Your order {{ order.number }} is on its way.${TRACKING}`,
  delivered: 'Your order {{ order.number }} has been delivered. Enjoy it!',
  cancelled: 'Your order {{ order.number }} has been cancelled.',
  refunded: 'Your order {{ order.number }} has been refunded.',
  returned: 'We have received your order {{ order.number }} back.',
  packing_list: 'Your order {{ order.number }}:\n{{ order.items }}',
  confirmation_late: 'Your answer came too late: the order {{ order.number }} no longer waits for it. Write to us here if we can help.',
  review_request: 'How do you like your order {{ order.number }}? Tell us here.',
};

const ES: Readonly<Record<MessageType, string>> = {
  awaiting_confirmation: 'Por favor confirme su pedido {{ order.number }}: {{ order.total }}, pago contra entrega.\n{{ order.items }}',
  confirmed: '¡Gracias! Su pedido {{ order.number }} está confirmado.',
  paid: '¡Gracias! Recibimos {{ order.total }} por su pedido {{ order.number }}.',
  packing: 'Estamos empacando su pedido {{ order.number }}.',
  shipped: `Su pedido {{ order.number }} está en camino.${TRACKING}`,
  delivered: 'Su pedido {{ order.number }} fue entregado. ¡Que lo disfrute!',
  cancelled: 'Su pedido {{ order.number }} fue cancelado.',
  refunded: 'Le devolvimos el dinero de su pedido {{ order.number }}.',
  returned: 'Recibimos de vuelta su pedido {{ order.number }}.',
  packing_list: 'Su pedido {{ order.number }}:\n{{ order.items }}',
  confirmation_late: 'Su respuesta llegó tarde: el pedido {{ order.number }} ya no la espera. Escríbanos aquí si podemos ayudar.',
  review_request: '¿Qué le pareció su pedido {{ order.number }}? Cuéntenos aquí.',
};

/** The text that comes with a type. @param language BCP 47; English where there is none in it */
export const textOfType = (type: MessageType, language: string | null): string => (/^es\b/i.test(language ?? '') ? ES : EN)[type];
