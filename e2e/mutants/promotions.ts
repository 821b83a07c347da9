import { faultsOf } from './fault.ts';

const CONVERSATION = 'services/conversation';
const SENDER = 'services/message-sender';
const GATE = [`${SENDER}/test/gate.medium-spec.ts`];
const CONSENT = [`${CONVERSATION}/test/consent.medium-spec.ts`];

/** Who wants no promotions gets none, and what is said of it is kept. */
export const promotions = [
  ...faultsOf(`${SENDER}/src/handlers/sending/dispatch-messages.handler.ts`, GATE, [
    ['a promotion that is queued leaves after the refusal', 'if (isPromotion(content)) {', 'if (false) {'],
  ]),
  ...faultsOf(`${SENDER}/src/handlers/templates/compose-template.handler.ts`, GATE, [
    ['a promotion is taken for who refused', 'chosen.category === MARKETING &&', 'false &&'],
  ]),
  ...faultsOf(`${SENDER}/src/persistence/gate/refusals.repository.ts`, GATE, [
    ['another spelling of the number gets round the refusal', '[phone, otherSpelling(phone)]', '[phone]'],
  ]),
  ...faultsOf(`${CONVERSATION}/src/handlers/consent/read-wishes.step.ts`, CONSENT, [
    ['a message does not count for those behind it', "if (wish.does !== 'ask') consents.set(contactId, STATES[wish.does]);", ''],
    ['the bot answers to an opt-out', '{ ...entry, wish, asksForReply: false }', '{ ...entry, wish }'],
  ]),
  ...faultsOf(`${CONVERSATION}/src/handlers/contacts/record-preferences.handler.ts`, CONSENT, [
    [
      'WhatsApp lifts what the customer told us',
      "value === 'stop' ? marketingConsent === 'denied' : !isOfMeta",
      "value === 'stop' && marketingConsent === 'denied'",
    ],
  ]),
  ...faultsOf(
    `${CONVERSATION}/src/handlers/privacy/erase-contact.handler.ts`,
    [`${CONVERSATION}/test/audit.medium-spec.ts`],
    [['what people did to an erased customer is not told', 'if (told.subject === conversationAudited.subject) return told;', '']],
  ),
];
