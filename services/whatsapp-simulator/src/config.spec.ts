import { config } from './config.js';

const NUMBER = { phoneNumberId: '1', wabaId: '2', displayPhoneNumber: '+1 555 010 0100', verifiedName: 'Acme', accessToken: 't' };
const needed = { WHATSAPP_APP_SECRET: 's', WHATSAPP_VERIFY_TOKEN: 'v' };
const problems = (env: object) => config.safeParse({ ...needed, ...env }).error?.issues.map((issue) => issue.path.join('.'));

describe('the environment', () => {
  it('needs only the secrets that both sides share', () => {
    expect(config.parse(needed)).toEqual({ ...needed, SIMULATOR_NUMBERS: [] });
    expect(config.safeParse({}).success).toBe(false);
  });
  it('names the number and the field that are wrong', () => {
    expect(problems({ SIMULATOR_NUMBERS: '{' })).toEqual(['SIMULATOR_NUMBERS']);
    expect(problems({ SIMULATOR_NUMBERS: JSON.stringify([{ ...NUMBER, wabaId: 'x' }]) })).toEqual(['SIMULATOR_NUMBERS.0.wabaId']);
    expect(problems({ SIMULATOR_NUMBERS: JSON.stringify([NUMBER, NUMBER]) })).toEqual(['SIMULATOR_NUMBERS.1.phoneNumberId']);
  });
});
