/** API keys, and what a company decides about itself. */
export const companyEn = {
  'keys.use': 'Send it in the X-API-Key header of each request. This call works with this key:',
  'keys.example': 'Example',
  'keys.examplePhone': 'It sends “Hello”. {phone} is a number that nobody has: put the number of a customer in its place.',
  'keys.copy': 'Copy key',
  'keys.copyCall': 'Copy call',
  'keys.kept': 'I have saved it',
  'keys.leaveTitle': 'Close without the key?',
  'keys.leaveText': 'You have not copied the key yet, and it is never shown again. Without it you would have to create another one.',
  'keys.leave': 'Close without it',
  'keys.stay': 'Back to the key',
  'demo.logins': 'Look around in the demo',
  'demo.loginsText': 'Choose whom you sign in as. These accounts exist only in the demo on this machine.',
  'demo.title': 'This is the demo',
  'demo.none':
    'WhatsApp is simulated here: no real messages are sent, and any access token is accepted. Get a number, and write to it from the phone in the browser.',
  'demo.write':
    'WhatsApp is simulated here: no real messages are sent, and any access token is accepted. Write to your number from the phone in the browser.',
  'demo.connect': 'Get a demo number',
  'demo.phone': 'Open the phone',
} as const;
