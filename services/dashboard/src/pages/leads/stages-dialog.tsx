import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useLeadTexts, type Stage } from './lead-data';

const KINDS = ['open', 'won', 'lost'] as const;
type Draft = Pick<Stage, 'name' | 'kind'> & { id?: string };

/** The company's own list of stages, changed as a whole. */
export function StagesDialog({
  stages,
  onClose,
  changed,
}: {
  stages: readonly Stage[];
  onClose: () => void;
  changed: () => Promise<unknown>;
}) {
  const words = useLeadTexts();
  const say = useToast();
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => stages.map(({ id, name, kind }) => ({ id, name, kind })));
  const form = useForm(['stages'], async () => {
    await unwrap(api.PUT('/api/v1/lead-stages', { body: { stages: drafts.map((draft) => ({ ...draft, name: draft.name.trim() })) } }));
    say(() => words('saved'));
    onClose();
    void changed();
  });
  const put = (index: number, part: Partial<Draft>) => setDrafts(drafts.with(index, { ...drafts[index]!, ...part }));
  return (
    <Dialog open onClose={onClose} title={words('stages')}>
      <Form state={form} className="grid gap-3">
        <p className="text-muted">{words('stagesText')}</p>
        {drafts.map(({ name, kind }, index) => (
          <div key={index} className="flex items-center gap-1.5">
            <input
              className="control min-w-0 grow"
              required
              maxLength={60}
              aria-label={words('stageName', { number: index + 1 })}
              value={name}
              onChange={(event) => put(index, { name: event.target.value })}
            />
            <select
              className="control w-28 shrink-0"
              aria-label={words('stageKind', { number: index + 1 })}
              value={kind}
              onChange={(event) => put(index, { kind: event.target.value as Stage['kind'] })}
            >
              {KINDS.map((each) => (
                <option key={each} value={each}>
                  {words(`kind.${each}`)}
                </option>
              ))}
            </select>
            <Button
              variant="ghost"
              size="icon"
              aria-label={words('raiseStage', { number: index + 1 })}
              disabled={index === 0}
              onClick={() => setDrafts(drafts.toSpliced(index, 1).toSpliced(index - 1, 0, drafts[index]!))}
            >
              <ArrowUp aria-hidden />
            </Button>
            <Button
              variant="ghost"
              size="icon"
              aria-label={words('removeStage', { number: index + 1 })}
              onClick={() => setDrafts(drafts.toSpliced(index, 1))}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        {form.error('stages') && <p className="text-sm font-medium text-bad">{form.error('stages')}</p>}
        <div className="flex justify-between gap-2">
          <Button variant="ghost" onClick={() => setDrafts([...drafts, { name: '', kind: 'open' }])}>
            <Plus aria-hidden />
            {words('addStage')}
          </Button>
          <Button type="submit" busy={form.busy}>
            {words('save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
