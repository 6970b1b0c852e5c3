import type { HeadsPlan } from '../../../preload/data.ts'
import { groupedWords } from '../../components/words/size-words.ts'
import { isPlanTooLarge, planWords } from '../concepts/plan-words.ts'

/** What a run will take: `96 heads · 8 layers · 18 204 words · 1.2 TFLOP · needs 2.1 GB of 9.8 GB free`. */
export function headsPlanWords(plan: HeadsPlan): string {
  return `${groupedWords(plan.nHeads)} heads · ${planWords(plan)}`
}

export { isPlanTooLarge }
