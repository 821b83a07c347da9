import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap, type Schemas } from '../../api/client';
import { Card } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';

type Answering = Schemas['KnowledgeBaseDto']['answering'];
const CHOICES: readonly Answering[] = ['sure', 'more'];

/** How sure the bot has to be before it answers from this base. */
export function HowSure({ baseId, answering, edits }: { baseId: string; answering: Answering; edits: boolean }) {
  const { t } = useWords();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (chosen: Answering) =>
      unwrap(api.PUT('/api/v1/knowledge-bases/{id}', { params: { path: { id: baseId } }, body: { answering: chosen } })),
    onSuccess: () => {
      say(({ t }) => t('sure.saved'));
      return queries.invalidateQueries({ queryKey: ['knowledge', tenantId] });
    },
  });
  const shown = change.isPending ? change.variables : answering;
  return (
    <Card title={t('sure.title')}>
      <fieldset disabled={!edits || change.isPending} className="-mt-2 grid gap-3 sm:grid-cols-2">
        <legend className="sr-only">{t('sure.title')}</legend>
        {CHOICES.map((choice) => (
          <label key={choice} className="flex items-start gap-3 rounded-lg border border-line p-3">
            <input
              type="radio"
              name="answering"
              className="mt-1"
              value={choice}
              checked={shown === choice}
              onChange={() => change.mutate(choice)}
            />
            <span>
              <span className="block font-medium">{t(`sure.${choice}`)}</span>
              <span className="block text-sm text-muted">{t(`sure.${choice}Text`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {change.isError && <ProblemNote problem={change.error} />}
    </Card>
  );
}
