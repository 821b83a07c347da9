/** Of the banner about limits that are near. */
export const quotaBannerEn = {
  'quota.label': 'Limits of your plan',
  'quota.messages': '{used} of {limit} messages of this month have left.',
  'quota.aiReplies': '{used} of {limit} answers of the assistant are used this month.',
  'quota.contacts': 'You have {used} of {limit} contacts.',
  'quota.outlets': 'You have {used} of {limit} WhatsApp numbers.',
  'quota.users': 'You have {used} of {limit} people and open invitations.',
  'quota.documents': 'You have {used} of {limit} documents.',
  'quota.stopped.messages': 'Nothing more leaves until the next month or a larger plan.',
  'quota.stopped.aiReplies': 'Questions go to your people until the next month or a larger plan.',
  'quota.stopped.contacts': 'No more can be added; customers who write still become contacts.',
  'quota.stopped.outlets': 'No more can be added.',
  'quota.stopped.users': 'No more can be added.',
  'quota.stopped.documents': 'No more can be added.',
  'quota.paid': 'The deposit pays for more.',
  'quota.upgrade': 'See larger plans',
  'quota.hide': 'Hide until it changes',
} as const;
