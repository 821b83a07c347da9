import { asDraft, bodyOf, NEW_CAMPAIGN } from './campaign-draft';

const ID = '0198c0de-0000-7000-8000-0000000000e2';
const DRAFT = {
  ...NEW_CAMPAIGN,
  name: ' Sale ',
  outletId: ID,
  contactIds: [ID],
  templateId: ID,
  parameters: {
    1: { from: 'contact.name', attribute: '', value: 'friend' },
    2: { from: 'attribute', attribute: ' city ', value: '' },
    9: { from: 'text', attribute: '', value: 'of another template' },
  },
};

describe('the form of a campaign', () => {
  it('sends what the template asks for and nothing else', () => {
    expect(bodyOf(DRAFT, ['1', '2'])).toMatchObject({
      name: 'Sale',
      audience: { contactIds: [ID] },
      message: { templateId: ID, parameters: { 1: { from: 'contact.name', fallback: 'friend' }, 2: { from: 'attributes.city' } } },
      schedule: null,
      dailyCap: null,
      quietHours: { from: '21:00', to: '08:00' },
    });
  });

  it('leaves out what was not chosen yet', () => {
    expect(bodyOf({ ...DRAFT, contactIds: [], templateId: '' }, [])).toMatchObject({ audience: null, message: null });
    expect(bodyOf({ ...DRAFT, who: 'segment' }, [])).toMatchObject({ audience: null });
  });

  it('is for recipients of another one, by how far it reached them', () => {
    const body = bodyOf({ ...DRAFT, who: 'campaign', campaignId: ID, again: 'unanswered' }, []);
    expect(body.audience).toEqual({ campaignId: ID, states: ['sent', 'delivered', 'read'] });
    expect(asDraft({ ...body, schedule: null, quietHours: null, dailyCap: null } as never)).toMatchObject({
      who: 'campaign',
      campaignId: ID,
      again: 'unanswered',
    });
  });

  it('shows a campaign as it was saved', () => {
    const body = bodyOf({ ...DRAFT, when: 'at', at: '2026-12-24T09:00', dailyCap: '2', isQuiet: false, purpose: 'utility' }, ['1', '2']);
    const { parameters, ...again } = asDraft(body as never);
    expect(again).toMatchObject({
      when: 'at',
      at: '2026-12-24T09:00',
      dailyCap: '2',
      isQuiet: false,
      purpose: 'utility',
      contactIds: [ID],
    });
    expect(parameters[2]).toEqual({ from: 'attribute', attribute: 'city', value: '' });
  });
});
