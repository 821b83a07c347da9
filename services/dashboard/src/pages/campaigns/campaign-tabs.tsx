import { Tabs } from '../../components/tabs';
import { useDripTexts } from '../drips/use-drip-texts';

const KINDS = ['broadcasts', 'drips', 'flows'] as const;
const PATHS = { broadcasts: '/campaigns', drips: '/drips', flows: '/flows' } as const;

/** What is said once to many, and what is said over days to each. */
export function CampaignTabs({ chosen }: { chosen: (typeof KINDS)[number] }) {
  const text = useDripTexts();
  return <Tabs label={text('kinds')} parts={KINDS} chosen={chosen} to={(kind) => PATHS[kind]} name={(kind) => text(`kind.${kind}`)} />;
}
