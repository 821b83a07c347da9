import { publishedView } from '#database';

/** Whoever asks a model can tell what its answer costs by the imported prices. */
export const modelPricesView = {
  name: '0019-model-prices-view',
  sql: `
${publishedView('billing', 'model_prices_v1', {
  table: 'model_prices',
  columns: ['model', 'currency', 'effective_from', 'prompt_micros', 'completion_micros'],
  readers: ['llm_orchestration'],
})}`,
};
