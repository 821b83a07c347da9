import { SelectField, TextField } from '../../components/field';
import type { CampaignDraft } from './campaign-draft';
import { useCampaignTexts } from './use-campaign-texts';

interface Props {
  draft: CampaignDraft;
  set: (part: Partial<CampaignDraft>) => void;
  error: (field: string) => string | undefined;
}

/** When it leaves, when it does not, and how fast. */
export function WhenFields({ draft, set, error }: Props) {
  const text = useCampaignTexts();
  return (
    <>
      <SelectField
        label={text('schedule')}
        value={draft.when}
        onValue={(when) => set({ when: when as CampaignDraft['when'] })}
        options={(['now', 'at', 'local'] as const).map((when) => [when, text(`when.${when}`)] as const)}
        error={error('schedule')}
      />
      {draft.when === 'at' && (
        <TextField label={text('at')} type="datetime-local" value={draft.at} onValue={(at) => set({ at })} error={error('schedule.at')} />
      )}
      {draft.when === 'local' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={text('localTime')}
            type="time"
            value={draft.localTime}
            onValue={(localTime) => set({ localTime })}
            error={error('schedule.localTime')}
          />
          <TextField
            label={text('date')}
            hint={text('dateHint')}
            optional
            type="date"
            value={draft.date}
            onValue={(date) => set({ date })}
            error={error('schedule.date')}
          />
        </div>
      )}
      <QuietFields draft={draft} set={set} />
      <div className="grid gap-4 sm:grid-cols-2">
        <CapField draft={draft} set={set} error={error} />
        <TextField
          label={text('pace')}
          type="number"
          min={1}
          max={1_000}
          value={draft.perSecond}
          onValue={(perSecond) => set({ perSecond })}
          error={error('perSecond')}
        />
      </div>
    </>
  );
}

type QuietDraft = Pick<CampaignDraft, 'isQuiet' | 'quietFrom' | 'quietTo'>;

/** The hours of the night in which nothing is sent. */
export function QuietFields({ draft, set }: { draft: QuietDraft; set: (part: Partial<QuietDraft>) => void }) {
  const text = useCampaignTexts();
  return (
    <>
      <label className="flex items-start gap-2.5">
        <input
          type="checkbox"
          className="mt-1 size-4 shrink-0 accent-brand"
          checked={draft.isQuiet}
          onChange={() => set({ isQuiet: !draft.isQuiet })}
        />
        <span>
          <span className="font-medium">{text('quiet')}</span>
          <span className="block text-sm text-muted">{text('quietHint')}</span>
        </span>
      </label>
      {draft.isQuiet && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={text('quietFrom')} type="time" value={draft.quietFrom} onValue={(quietFrom) => set({ quietFrom })} />
          <TextField label={text('quietTo')} type="time" value={draft.quietTo} onValue={(quietTo) => set({ quietTo })} />
        </div>
      )}
    </>
  );
}

type CapDraft = Pick<CampaignDraft, 'dailyCap'>;

/** How many promotions a contact gets on a day. */
export function CapField({
  draft,
  set,
  error,
}: {
  draft: CapDraft;
  set: (part: Partial<CapDraft>) => void;
  error: (field: string) => string | undefined;
}) {
  const text = useCampaignTexts();
  return (
    <TextField
      label={text('cap')}
      hint={text('capHint')}
      optional
      type="number"
      min={1}
      max={20}
      value={draft.dailyCap}
      onValue={(dailyCap) => set({ dailyCap })}
      error={error('dailyCap')}
    />
  );
}
