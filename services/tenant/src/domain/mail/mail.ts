import { mailedName } from '../names.js';

export interface Mail {
  /** The only part that logs may show. */
  kind: 'password-reset' | 'invitation' | 'email-confirmation';
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
    // Lines above 76 characters would be folded (RFC 2045, section 6.7), links included, which people copy out of the file.
    `Confirm here within ${hours} hours that it is yours. The link works once,`,
    'for a person who is signed in with this address:',
    link,
    '',
    'If it was not you, do nothing.',
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
