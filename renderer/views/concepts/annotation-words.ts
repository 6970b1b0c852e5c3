import type { AnnotationPlan } from '../../../preload/data.ts'
import { countWords, groupedWords } from '../../components/words/size-words.ts'
import { valueWords } from '../../components/words/number-words.ts'

/** What a labelling will cost: `480 concepts · 1 440 requests (320 answered already) · about 412 K tokens in, 46 K out`. */
export function costWords({ nConcepts, estimate }: AnnotationPlan): string {
  const { nRequests, nCached, tokensIn, tokensOut, price } = estimate
  return [
    `${groupedWords(nConcepts)} concepts`,
    `${groupedWords(nRequests)} requests${nCached > 0 ? ` (${groupedWords(nCached)} answered already)` : ''}`,
    `about ${countWords(tokensIn)} tokens in, ${countWords(tokensOut)} out`,
    price === null ? 'no price given' : `price about ${valueWords(price)}`
  ].join(' · ')
}
