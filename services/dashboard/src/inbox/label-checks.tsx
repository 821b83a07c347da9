import { useWords } from '../i18n/i18n';
import { useLabels } from './data/use-inbox-data';
import { ColorDot } from './marks';

interface Props {
  /** Ids of labels. */
  chosen: readonly string[];
  onChosen: (chosen: readonly string[]) => void;
}

/** The labels of the company, to be ticked. */
export function LabelChecks({ chosen, onChosen }: Props) {
  const { t } = useWords();
  const labels = useLabels();
  if (labels.length === 0) return <p className="text-muted">{t('labels.noneYet')}</p>;
  const toggle = (id: string) => onChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <div className="grid gap-0.5">
      {labels.map(({ id, name, color }) => (
        <label key={id} className="flex min-h-10 cursor-pointer items-center gap-2.5 rounded-lg px-2 hover:bg-raised">
          <input type="checkbox" className="size-4 accent-brand" checked={chosen.includes(id)} onChange={() => toggle(id)} />
          <ColorDot color={color} />
          <span className="min-w-0 break-words">{name}</span>
        </label>
      ))}
    </div>
  );
}
