export interface Mail {
  /** For logs, which must not show the rest. */
  kind: 'password-reset' | 'invitation' | 'email-confirmation';
  to: string;
  subject: string;
  text: string;
}

/** One line: what others chose must not look like a line of ours. */
const line = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

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
    'If it was not you, do nothing: your password stays as it is.',
    '',
  ].join('\n'),
});

/** Says nothing that whoever registered chose: the mailbox may be a stranger's. @param link works once */
export const emailConfirmationMail = (to: string, link: string, hours: number): Mail => ({
  kind: 'email-confirmation',
  to,
  subject: 'Confirm your e-mail address',
  text: [
    'Somebody, probably you, registered with this address on Chasqui.',
    '',
    // Lines above 76 characters would be folded (RFC 2045, section 6.7), and the link with them, which people copy out of the file.
    `Confirm here within ${hours} hours that it is yours. The link works once,`,
    'for whoever is signed in with this address:',
    link,
    '',
    'If it was not you, do nothing.',
    '',
  ].join('\n'),
});

export const invitationMail = (
  to: string,
  about: { tenant: string; role: string; inviter: string | null; days: number; link: string },
): Mail => ({
  kind: 'invitation',
  to,
  subject: `You are invited to ${line(about.tenant)}`,
  text: [
    `${about.inviter ? line(about.inviter) : 'Somebody'} invites you to join "${line(about.tenant)}" on Chasqui as ${about.role}.`,
    '',
    `Accept within ${about.days} days; the link works once:`,
    about.link,
    '',
    'If you do not know them, do nothing.',
    '',
  ].join('\n'),
});
