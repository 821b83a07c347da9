import { SelectField, TextField } from '../../components/field';
import { serverNow } from '../../api/clock';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { localMinute, WHENS, type When } from '../../sending/when';

interface Props {
  value: When;
  onValue: (value: When) => void;
  error: string | undefined;
}

export function WhenFields({ value, onValue, error }: Props) {
  const s = useSendingTexts();
  const change = (part: Partial<When>) => onValue({ ...value, ...part });
  return (
    <div className="grid gap-4 *:min-w-0 sm:grid-cols-2">
      <SelectField
        label={s('send.when')}
        value={value.kind}
        onValue={(kind) => change({ kind: WHENS.find((each) => each === kind) ?? 'now' })}
        error={value.kind === 'now' ? error : undefined}
        options={WHENS.map((kind) => [kind, s(`send.when.${kind}`)] as const)}
      />
      {value.kind === 'at' && (
        <TextField
          label={s('send.at')}
          hint={s('send.atHint')}
          type="datetime-local"
          min={localMinute(new Date(serverNow()))}
          value={value.at}
          onValue={(at) => change({ at })}
          error={error}
        />
      )}
      {value.kind === 'local' && (
        <>
          <TextField
            label={s('send.time')}
            hint={s('send.timeHint')}
            type="time"
            value={value.time}
            onValue={(time) => change({ time })}
            error={error}
          />
          <TextField
            label={s('send.day')}
            hint={s('send.dayHint')}
            optional
            type="date"
            min={localMinute(new Date(serverNow())).slice(0, 10)}
            value={value.day}
            onValue={(day) => change({ day })}
          />
        </>
      )}
    </div>
  );
}
