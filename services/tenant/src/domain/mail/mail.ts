import { mailedName } from '../names.js';

export interface Mail {
  /** The only part that logs may show. */
  kind:
    | 'password-reset'
    | 'invitation'
    | 'email-confirmation'
    | 'two-factor'
    | 'webhook-endpoint-off'
    | 'company-deletion'
    | 'company-deletion-soon'
    | 'company-deletion-cancelled'
    | 'company-deleted'
    | 'company-export'
    | 'templates-changed'
    | 'hold-placed'
    | 'quota-warned'
    | 'top-up-failed'
    | 'invoice-due';
  to: string;
  subject: string;
  text: string;
}

/** @param link works once */
export const passwordResetMail = (to: string, link: string, minutes: number): Mail => ({
  kind: 'password-reset',
  to,
  subject: 'Set a new password',
  text: [
    'Somebody, probably you, asked for a new password for this address.',
    '',
    `Set it here within ${minutes} minutes; the link works once:`,
    link,
    '',
    'If it was not you, do nothing: your password does not change.',
    '',
  ].join('\n'),
});

/** Contains nothing that the registering person chose: the mailbox may be a stranger's. @param link works once */
export const emailConfirmationMail = (to: string, link: string, hours: number): Mail => ({
  kind: 'email-confirmation',
  to,
  subject: 'Confirm your e-mail address',
  text: [
    'Somebody, probably you, registered with this address on Chasqui.',
    '',
    // Longer lines would be folded on their way (RFC 2045, section 6.7).
    `Confirm here within ${hours} hours that it is yours. The link works once,`,
    'for a person who is signed in with this address:',
    link,
    '',
    'If it was not you, do nothing.',
    '',
  ].join('\n'),
});

const TWO_FACTOR = {
  on: ['Two-factor sign-in is on', 'From now on, signing in with this address takes a code of your authenticator app.'],
  off: ['Two-factor sign-in is off', 'From now on, signing in with this address takes no code any more.'],
  reset: [
    'Your two-factor sign-in was reset',
    'Somebody who manages your team has reset the two-factor sign-in of this address.\nYou were signed out everywhere; sign in with your password and turn it on again.',
  ],
} as const;

/** Tells a person what became of their second factor: whoever did it may be somebody else. */
export const twoFactorMail = (to: string, what: keyof typeof TWO_FACTOR): Mail => ({
  kind: 'two-factor',
  to,
  subject: TWO_FACTOR[what][0],
  text: [
    TWO_FACTOR[what][1],
    '',
    what === 'reset'
      ? 'If you did not ask for this, tell the people who manage your team, and set a new password.'
      : 'If it was not you, set a new password at once and tell the people who manage your team.',
    '',
  ].join('\n'),
});

/** Tells an owner that a password alone opens their company again. */
export const twoFactorLiftedMail = (to: string, tenant: string): Mail => ({
  kind: 'two-factor',
  to,
  subject: 'Two-factor sign-in is no longer asked for',
  text: [
    `"${mailedName(tenant)}" asks its people for two-factor sign-in no longer:`,
    'whoever turns theirs off signs in with a password alone.',
    '',
    'The audit log says who changed it. If you do not want this, change it back',
    'in the settings.',
    '',
  ].join('\n'),
});

export const invitationMail = (
  to: string,
  about: { tenant: string; role: string; inviter: string | null; days: number; link: string },
): Mail => {
  // Strangers choose these names: inviting must not let them send other texts through us.
  const tenant = mailedName(about.tenant) || 'a team';
  const inviter = mailedName(about.inviter ?? '') || 'Somebody';
  return {
    kind: 'invitation',
    to,
    subject: `You are invited to ${tenant}`,
    text: [
      `${inviter} invites you to join "${tenant}" on Chasqui as ${about.role}.`,
      '',
      `Accept within ${about.days} days; the link works once:`,
      about.link,
      '',
      'If you do not know this person, do nothing.',
      '',
    ].join('\n'),
  };
};

/** @param about.host of the endpoint; an admin of the company chose it @param about.link to the page of the endpoints */
export const webhookEndpointOffMail = (
  to: string,
  about: { host: string; reason: 'gone' | 'failing'; since: string; link: string },
): Mail => ({
  kind: 'webhook-endpoint-off',
  to,
  subject: 'A webhook endpoint was switched off',
  text: [
    about.reason === 'gone'
      ? 'A webhook endpoint of your company answered that it is gone (410):'
      : `A webhook endpoint of your company has only failed since ${about.since.slice(0, 16).replace('T', ' ')} UTC:`,
    mailedName(about.host),
    '',
    'It was switched off. What happens from now on waits for it, for 7 days.',
    'Switch it on again here; what waits is then delivered:',
    about.link,
    '',
  ].join('\n'),
});
