interface Texts {
  plan: (plan: string, from: string, to: string) => string;
  unused: (plan: string, from: string, to: string) => string;
  rest: (plan: string, from: string, to: string) => string;
  overage: string;
  deposit: string;
  topUp: string;
  returned: string;
  credit: string;
  /** Between what was sold and what was paid. */
  difference: string;
}

const titled = (plan: string): string => `${plan[0]!.toUpperCase()}${plan.slice(1)}`;

const TEXTS: Record<'en' | 'es', Texts> = {
  en: {
    plan: (plan, from, to) => `Plan ${titled(plan)}, ${from} to ${to}`,
    unused: (plan, from, to) => `Plan ${titled(plan)}, not used from ${from} to ${to}`,
    rest: (plan, from, to) => `Plan ${titled(plan)}, rest of the month from ${from} to ${to}`,
    overage: 'Use beyond the plan',
    deposit: 'Use beyond the plan, paid from the deposit',
    topUp: 'Payment into the deposit',
    returned: 'Payment into the deposit that came back after a dispute',
    credit: 'Credit left from a change of plan',
    difference: 'Discounts, credit and taxes',
  },
  es: {
    plan: (plan, from, to) => `Plan ${titled(plan)}, del ${from} al ${to}`,
    unused: (plan, from, to) => `Plan ${titled(plan)}, no usado del ${from} al ${to}`,
    rest: (plan, from, to) => `Plan ${titled(plan)}, resto del mes del ${from} al ${to}`,
    overage: 'Consumo por encima del plan',
    deposit: 'Consumo por encima del plan, pagado con el depósito',
    topUp: 'Pago al depósito',
    returned: 'Pago al depósito devuelto tras una disputa',
    credit: 'Crédito de un cambio de plan',
    difference: 'Descuentos, saldos e impuestos',
  },
};

/** What lines of an invoice say, in the language of the invoice. */
export const lineTexts = (locale: string): Texts => (locale.startsWith('es') ? TEXTS.es : TEXTS.en);
