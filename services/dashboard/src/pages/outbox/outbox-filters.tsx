import { useEffect, useState } from 'react';
import { SelectField, TextField } from '../../components/field';
import { MESSAGE_STATUSES, SEND_CLASSES } from '../../sending/status-badge';
import { useSendingTexts } from '../../sending/use-sending-texts';
import type { OutboxFilter, Tab } from './outbox-filter';

interface Props {
  tab: Tab;
  filter: OutboxFilter;
  onFilter: (part: Partial<OutboxFilter>) => void;
  outlets: readonly { id: string; name: string }[];
}

export function OutboxFilters({ tab, filter, onFilter, outlets }: Props) {
  const s = useSendingTexts();
  const any = ['', s('outbox.any')] as const;
  const [to, setTo] = useState(filter.to);
  useEffect(() => setTo(filter.to), [filter.to]);
  const day = (name: 'from' | 'until') => ({
    type: 'date',
    required: false,
    value: filter[name],
    onValue: (value: string) => onFilter({ [name]: value }),
  });
  return (
    <form
      className="mb-4 grid grid-cols-2 gap-3 *:min-w-0 lg:grid-cols-6"
      onSubmit={(event) => {
        event.preventDefault();
        onFilter({ to });
      }}
    >
      {tab === 'all' && (
        <SelectField
          label={s('outbox.status')}
          value={filter.status}
          onValue={(status) => onFilter({ status })}
          options={[any, ...MESSAGE_STATUSES.map((status) => [status, s(`status.${status}`)] as const)]}
        />
      )}
      <SelectField
        label={s('outbox.outlet')}
        value={filter.outletId}
        onValue={(outletId) => onFilter({ outletId })}
        options={[any, ...outlets.map(({ id, name }) => [id, name] as const)]}
      />
      <SelectField
        label={s('outbox.class')}
        value={filter.class}
        onValue={(value) => onFilter({ class: value })}
        options={[any, ...SEND_CLASSES.map((each) => [each, s(`class.${each}`)] as const)]}
      />
      {/* A whole number or id is asked for, so not at every key. */}
      <TextField
        label={s('outbox.to')}
        placeholder="+15550001111"
        required={false}
        maxLength={300}
        value={to}
        onValue={setTo}
        onBlur={() => to !== filter.to && onFilter({ to })}
      />
      <TextField label={s('outbox.from')} {...day('from')} />
      <TextField label={s('outbox.until')} {...day('until')} />
    </form>
  );
}
