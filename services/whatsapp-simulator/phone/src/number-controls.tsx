import { useState, type ReactNode } from 'react';
import { api, Refusal } from './api';
import { Switch } from './control-sections';
import type { NumberUsage } from './types';
import { useAsked } from './use-asked';
import { showTime } from './words';

const THROUGHPUT = { STANDARD: 'Standard: 80 a second', HIGH: 'High: 1,000 a second', COEXISTENCE: 'With the phone app: 20 a second' };
const QUALITY = { GREEN: 'High', YELLOW: 'Medium', RED: 'Low' };
const TIERS = {
  TIER_250: '250 people',
  TIER_2K: '2,000 people',
  TIER_10K: '10,000 people',
  TIER_100K: '100,000 people',
  TIER_UNLIMITED: 'No limit',
  TIER_50: '50 people (old)',
  TIER_1K: '1,000 people (old)',
};
const STANDING = { active: 'In good standing', restricted: 'Restricted (368)', locked: 'Locked (131031)' };
const MARKETING = {
  off: 'Not accepted (134102)',
  syncing: 'Being prepared (134101)',
  fallback: 'Only with fallback',
  on: 'On',
};
/** From here on, there are too many to look through. */
const MANY = 6;

/** How each number stands with Meta and what it has used, and the switches for that. */
export function NumberControls(props: { numbers: NumberUsage[]; onChanged(): void }): ReactNode {
  const { numbers, onChanged } = props;
  const [wanted, setWanted] = useState('');
  const [problem, setProblem] = useState<string>();
  const shown = numbers.filter((number) =>
    `${number.verifiedName} ${number.displayPhoneNumber} ${number.phoneNumberId}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  const change = (number: NumberUsage, patch: object) =>
    void api.changeNumber(number.phoneNumberId, patch).then(
      () => {
        setProblem(undefined);
        onChanged();
      },
      (refusal: Refusal) => setProblem(refusal.message),
    );
  return (
    <section className="card" aria-labelledby="numbers-heading">
      <h2 id="numbers-heading">Numbers</h2>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      {numbers.length === 0 && <p className="hint">There is no business number yet. Connect one in Chasqui, then it is here.</p>}
      {numbers.length > MANY && (
        <label className="field">
          Find a number
          <input type="search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
        </label>
      )}
      {numbers.length > 0 && shown.length === 0 && <p className="hint">No number is like that.</p>}
      {shown.map((number) => (
        <NumberCard
          key={number.phoneNumberId}
          number={number}
          startsOpen={shown.length === 1}
          onChange={(patch) => change(number, patch)}
        />
      ))}
    </section>
  );
}

function NumberCard(props: { number: NumberUsage; startsOpen: boolean; onChange(patch: object): void }): ReactNode {
  const { number, onChange } = props;
  const [open, setOpen] = useState(props.startsOpen);
  const { rate, people, service, management } = number;
  const troubles = troublesOf(number);
  const refusals = Object.entries(number.refusals);
  return (
    <details className="number" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="number-name">{number.verifiedName}</span>
        <span className="hint">{number.displayPhoneNumber}</span>
        {troubles.map((trouble) => (
          <span key={trouble} className="chip bad">
            {trouble}
          </span>
        ))}
        {number.held > 0 && <span className="chip">{number.held} held</span>}
      </summary>
      <div className="usage">
        <Used label="Messages in the last second" used={rate.inbound + rate.outbound} most={rate.allowed} />
        <Used
          label="New people in 24 h"
          used={people.used}
          most={people.limit}
          more={people.nextFreeAt ? `The next one is free at ${showTime(people.nextFreeAt)}.` : undefined}
        />
        <Used label="Free service messages of the month" used={service.used} most={service.free} />
        <Used label="Management calls in the last hour" used={management.used} most={management.allowed} />
      </div>
      <p className="hint">
        {number.held > 0 ? `${number.held} messages of the account are held until Meta knows their template. ` : ''}
        {refusals.length > 0
          ? `Refused so far: ${refusals.map(([code, count]) => `${code} (${count})`).join(', ')}.`
          : 'Nothing was refused.'}
      </p>
      <fieldset>
        <legend>Number {number.phoneNumberId}</legend>
        <Choice label="Throughput" value={number.throughput} choices={THROUGHPUT} onChange={(throughput) => onChange({ throughput })} />
        {number.maintenanceUntil && (
          <p className="hint">In maintenance until {showTime(number.maintenanceUntil)} (131057), then it is raised.</p>
        )}
        <Choice label="Quality" value={number.quality} choices={QUALITY} onChange={(quality) => onChange({ quality })} />
        <Switch label="Registered (else 133010)" on={number.registered} onChange={(registered) => onChange({ registered })} />
        <Switch label="Restricted: may only answer (131048)" on={number.restricted} onChange={(restricted) => onChange({ restricted })} />
      </fieldset>
      <fieldset>
        <legend>Account {number.wabaId}, all its numbers</legend>
        <Choice label="Standing" value={number.standing} choices={STANDING} onChange={(standing) => onChange({ standing })} />
        <Switch
          label="Has a payment method (else 131042)"
          on={number.paymentMethod}
          onChange={(paymentMethod) => onChange({ paymentMethod })}
        />
        <Choice
          label="Marketing Messages API"
          value={number.marketingMessages}
          choices={MARKETING}
          onChange={(marketingMessages) => onChange({ marketingMessages })}
        />
        <Switch
          label="Marketing may also go by /messages (else 131063)"
          on={number.marketingOnCloudApi}
          onChange={(marketingOnCloudApi) => onChange({ marketingOnCloudApi })}
        />
      </fieldset>
      <fieldset>
        <legend>Business {number.businessId}, all its accounts</legend>
        <Choice
          label="New people in 24 h"
          value={number.messagingLimit}
          choices={TIERS}
          onChange={(messagingLimit) => onChange({ messagingLimit })}
        />
      </fieldset>
    </details>
  );
}

function troublesOf(number: NumberUsage): string[] {
  const { standing } = number;
  return [
    standing === 'active' ? '' : `Account ${standing}`,
    number.registered ? '' : 'Not registered',
    number.restricted ? 'Restricted' : '',
    number.quality === 'RED' ? 'Low quality' : '',
    number.paymentMethod ? '' : 'No payment method',
    number.maintenanceUntil ? 'In maintenance' : '',
  ].filter((trouble) => trouble !== '');
}

function Used({ label, used, most, more }: { label: string; used: number; most: number | null; more?: string }): ReactNode {
  const figures = most === null ? used.toLocaleString('en') : `${used.toLocaleString('en')} of ${most.toLocaleString('en')}`;
  return (
    <div className="used">
      <span>{label}</span>
      <strong>{figures}</strong>
      <meter
        aria-label={`${label}: ${figures}`}
        min={0}
        max={most ?? Math.max(used, 1)}
        high={most === null ? undefined : most * 0.9}
        value={used}
      />
      {more && <span className="hint">{more}</span>}
    </div>
  );
}

function Choice(props: { label: string; value: string; choices: Record<string, string>; onChange(value: string): void }): ReactNode {
  const [shown, ask] = useAsked(props.value, props.onChange);
  return (
    <label className="field">
      {props.label}
      <select value={shown} onChange={(event) => ask(event.target.value)}>
        {Object.entries(props.choices).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
