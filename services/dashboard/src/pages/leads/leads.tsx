import { useQueryClient } from '@tanstack/react-query';
import { Settings2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api, unwrap } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { LeadCard } from './lead-card';
import { LeadDialog } from './lead-dialog';
import { useLeads, useLeadTexts, usePeople, useStages, type Lead, type Stage } from './lead-data';
import { StagesDialog } from './stages-dialog';

/** How far the service counts. */
const MAX_COUNTED = 1_000;

/** People who may buy, a column a stage. */
export function LeadsPage() {
  const { t } = useWords();
  const words = useLeadTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const signed = useSigned();
  const people = usePeople();
  const stages = useStages();
  const [isMine, setMine] = useState(false);
  const [edited, setEdited] = useState<Lead>();
  const [editsStages, setEditsStages] = useState(false);
  const mayChange = may(signed, 'answer');
  const changed = () => queries.invalidateQueries({ queryKey: ['leads', tenantId] });
  const move = async (lead: Pick<Lead, 'id' | 'contactName'>, stage: Stage) => {
    try {
      await unwrap(api.PUT('/api/v1/leads/{id}', { params: { path: { id: lead.id } }, body: { stageId: stage.id } }));
      say(() => words('moved', { name: lead.contactName ?? words('unnamed'), stage: stage.name }));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    }
    await changed();
  };
  const list = stages.data?.items ?? [];
  return (
    <>
      <PageHeader
        title={t('nav.leads')}
        text={words('text')}
        actions={
          may(signed, 'edit-inbox') && (
            <Button variant="ghost" disabled={!stages.data} onClick={() => setEditsStages(true)}>
              <Settings2 aria-hidden />
              {words('stages')}
            </Button>
          )
        }
      />
      <label className="mb-4 inline-flex min-h-9 items-center gap-2">
        <input type="checkbox" checked={isMine} onChange={(event) => setMine(event.target.checked)} />
        {words('mine')}
      </label>
      {stages.isError && <ProblemNote problem={stages.error} retry={() => stages.refetch()} />}
      {stages.isPending && <SkeletonRows />}
      <div className="flex snap-x gap-4 overflow-x-auto pb-4" tabIndex={0} role="group" aria-label={t('nav.leads')}>
        {list.map((stage) => (
          <Column
            key={stage.id}
            stage={stage}
            ownerId={isMine ? signed.me.id : undefined}
            drop={mayChange ? (lead) => void move(lead, stage) : undefined}
            card={(lead) => (
              <LeadCard
                lead={lead}
                stages={list}
                owner={lead.ownerId && (people.get(lead.ownerId) ?? words('formerMember'))}
                move={mayChange ? (to) => void move(lead, to) : undefined}
                edit={() => setEdited(lead)}
              />
            )}
          />
        ))}
      </div>
      <LeadDialog lead={edited} people={people} mayChange={mayChange} onClose={() => setEdited(undefined)} changed={changed} />
      {editsStages && <StagesDialog stages={list} onClose={() => setEditsStages(false)} changed={changed} />}
    </>
  );
}

interface ColumnProps {
  stage: Stage;
  ownerId: string | undefined;
  drop: ((lead: Pick<Lead, 'id' | 'contactName'>) => void) | undefined;
  card: (lead: Lead) => ReactNode;
}

function Column({ stage, ownerId, drop, card }: ColumnProps) {
  const words = useLeadTexts();
  const leads = useLeads(stage.id, ownerId);
  const [isOver, setOver] = useState(false);
  const rows = leads.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section
      aria-label={stage.name}
      className={`flex w-72 shrink-0 snap-start flex-col gap-2 rounded-xl border p-3 ${isOver ? 'border-brand bg-raised' : 'border-line bg-raised/50'}`}
      onDragOver={(event) => {
        if (!drop) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const { id, contactName, stageId } = JSON.parse(event.dataTransfer.getData('text/plain') || '{}') as Partial<Lead>;
        if (id && stageId !== stage.id) drop?.({ id, ...(contactName ? { contactName } : {}) });
      }}
    >
      <h2 className="flex items-center justify-between gap-2 font-semibold">
        <bdi className="truncate">{stage.name}</bdi>
        {ownerId === undefined && (
          <span className="text-sm font-normal text-muted tabular-nums">
            {stage.leads >= MAX_COUNTED ? words('many', { count: MAX_COUNTED }) : stage.leads}
          </span>
        )}
      </h2>
      {leads.isError && <ProblemNote problem={leads.error} retry={() => leads.refetch()} />}
      {leads.isPending && <SkeletonRows rows={2} />}
      {leads.data && rows.length === 0 && <p className="text-sm text-muted">{words('none')}</p>}
      <ul className="grid gap-2">
        {rows.map((lead) => (
          <li
            key={lead.id}
            draggable={drop !== undefined}
            onDragStart={(event) =>
              event.dataTransfer.setData('text/plain', JSON.stringify({ id: lead.id, contactName: lead.contactName, stageId: stage.id }))
            }
          >
            {card(lead)}
          </li>
        ))}
      </ul>
      {leads.hasNextPage && (
        <Button variant="ghost" size="small" busy={leads.isFetchingNextPage} onClick={() => void leads.fetchNextPage()}>
          {words('more')}
        </Button>
      )}
    </section>
  );
}
