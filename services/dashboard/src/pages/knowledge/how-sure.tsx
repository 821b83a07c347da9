import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap, type Schemas } from '../../api/client';
import { Card } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { goldenTexts } from '../../i18n/golden';
import { useWords } from '../../i18n/i18n';
import { useTexts } from '../../i18n/use-texts';
import { useTenantId } from '../../session/session-context';

type Answering = Schemas['KnowledgeBaseDto']['answering'];
const CHOICES: readonly Answering[] = ['sure', 'more'];

/** How sure the bot has to be before it answers from this base. */
export function HowSure({
  baseId,
  answering,
  publishedVersion,
  edits,
}: {
  baseId: string;
  answering: Answering;
  publishedVersion: number | null;
  edits: boolean;
}) {
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
      {publishedVersion !== null && <Measured baseId={baseId} version={publishedVersion} />}
      {change.isError && <ProblemNote problem={change.error} />}
    </Card>
  );
}

/** What holds where nothing was measured. */
const USUAL = { sure: 0.5, more: 0.4 };

/** The confidence that an answer takes, and by what it was measured. */
function Measured({ baseId, version }: { baseId: string; version: number }) {
  const t = useTexts(goldenTexts);
  const { number, percent } = useWords();
  const tenantId = useTenantId();
  const details = useQuery({
    queryKey: ['knowledge', tenantId, baseId, 'versions', version],
    queryFn: () => unwrap(api.GET('/api/v1/knowledge-bases/{id}/versions/{version}', { params: { path: { id: baseId, version } } })),
  });
  if (!details.data) return null;
  const { enough = USUAL, heldOut, questions = 0 } = details.data.report?.calibration ?? {};
  const shown = { sure: percent(enough.sure), more: percent(enough.more), questions: number(questions) };
  return (
    <p className="mt-3 text-sm text-muted">
      {heldOut
        ? t('measured', {
            ...shown,
            heldOut: number(heldOut.questions),
            answered: number(heldOut.answered),
            right: number(heldOut.right),
          })
        : t('usual', shown)}
    </p>
  );
}
