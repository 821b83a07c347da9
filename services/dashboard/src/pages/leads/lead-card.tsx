import { Pencil } from 'lucide-react';
import { Link } from 'react-router';
import { Button } from '../../components/button';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useLeadTexts, type Lead, type Stage } from './lead-data';

interface Props {
  lead: Lead;
  stages: readonly Stage[];
  /** The name of the owner. */
  owner: string | undefined;
  /** Absent for who may not move it. */
  move: ((stage: Stage) => void) | undefined;
  edit: () => void;
}

/** A lead on the board; its stage can be chosen as well as dragged. */
export function LeadCard({ lead, stages, owner, move, edit }: Props) {
  const { date } = useWords();
  const words = useLeadTexts();
  const money = useMinorMoney();
  const name = lead.contactName ?? words('unnamed');
  return (
    <article className="card grid gap-2 p-3">
      <div className="flex items-start justify-between gap-2">
        <Link to={`/contacts/${lead.contactId}`} className="min-w-0 truncate font-medium text-brand-ink hover:underline">
          <bdi>{name}</bdi>
        </Link>
        <Button variant="ghost" size="icon" aria-label={words('edit', { name })} onClick={edit}>
          <Pencil aria-hidden />
        </Button>
      </div>
      {lead.value && <p className="font-semibold tabular-nums">{money(lead.value)}</p>}
      {lead.note && (
        <p dir="auto" className="line-clamp-3 text-sm break-words">
          {lead.note}
        </p>
      )}
      <p className="text-sm text-muted">
        <bdi>{owner ?? words('nobody')}</bdi> · {date(lead.movedAt, 'day')}
      </p>
      {move && (
        <select
          className="control"
          aria-label={words('stageOf', { name })}
          value={lead.stageId}
          onChange={(event) => {
            const to = stages.find(({ id }) => id === event.target.value);
            if (to) move(to);
          }}
        >
          {stages.map((stage) => (
            <option key={stage.id} value={stage.id}>
              {stage.name}
            </option>
          ))}
        </select>
      )}
    </article>
  );
}
