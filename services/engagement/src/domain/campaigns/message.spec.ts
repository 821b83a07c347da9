import { DRIP_SOURCES, fill, templateFor, type Person } from './message.js';
import { readPlan } from './read-plan.js';

const ID = '0198c0de-0000-7000-8000-0000000000d1';
const OTHER = '0198c0de-0000-7000-8000-0000000000d2';
const ROSA: Person = {
  name: 'Rosa  Díaz',
  phone: '51987654321',
  email: null,
  language: 'es-PE',
  attributes: { city: 'Lima', visits: 3, list: [1] },
};

describe('the message of a campaign', () => {
  it('shows what is known of a contact, and else what was said to show', () => {
    const parameters = {
      1: { from: 'contact.name' },
      2: { from: 'attributes.city', fallback: 'your city' },
      3: { from: 'attributes.list', fallback: 'none' },
      4: 'as it is',
      5: { from: 'contact.phone' },
    };
    expect(fill({ templateId: ID, parameters, languages: {} }, ROSA)).toEqual({
      message: {
        type: 'template',
        template: { templateId: ID, parameters: { 1: 'Rosa Díaz', 2: 'Lima', 3: 'none', 4: 'as it is', 5: '+51987654321' } },
      },
    });
    expect(fill({ templateId: ID, parameters, languages: {} }, { ...ROSA, name: null })).toEqual({ missing: '1' });
  });

  it('shows where a checkout goes on, in drips alone', () => {
    const given = { templateId: ID, parameters: { 1: { from: 'enrolment.checkoutLink' } } };
    const { plan, wrong } = readPlan(given, DRIP_SOURCES);
    expect(wrong).toEqual([]);
    expect(fill(plan, { ...ROSA, checkoutLink: 'https://shop.example.com/c' })).toMatchObject({
      message: { template: { parameters: { 1: 'https://shop.example.com/c' } } },
    });
    expect(fill(plan, ROSA)).toEqual({ missing: '1' });
    expect(readPlan(given).wrong).toMatchObject([{ field: 'message.parameters.1' }]);
  });

  it('speaks the contact’s language where it can', () => {
    const plan = { templateId: ID, parameters: {}, languages: { es: { templateId: OTHER, parameters: {} } } };
    expect(['es', 'es-PE', 'ES_mx', 'en', null].map((language) => templateFor(plan, language).templateId)).toEqual([
      OTHER,
      OTHER,
      OTHER,
      ID,
      ID,
    ]);
  });

  it('is read with everything that is wrong in it', () => {
    const { wrong } = readPlan({
      templateId: ID,
      parameters: { 1: '', 2: { from: 'secret' }, 3: { from: 'contact.name', x: 1 } },
      languages: { '?': {} },
    });
    expect(wrong.map(({ field }) => field)).toEqual([
      'message.parameters.1',
      'message.parameters.2',
      'message.parameters.3',
      'message.languages.?',
      'message.languages.?.templateId',
    ]);
  });
});
