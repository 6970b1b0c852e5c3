import type { ConceptsPlan } from '../../../preload/data.ts'
import { operationWords } from '../../../preload/operation-words.ts'
import { byteWords, groupedWords } from '../../components/words/size-words.ts'

/** What a run will take: `32 layers · 18 204 words · 1.2 TFLOP · needs 2.1 GB of 9.8 GB free`. */
export function planWords(plan: ConceptsPlan): string {
  return [
    `${plan.nLayers} ${plan.nLayers === 1 ? 'layer' : 'layers'}`,
    `${groupedWords(plan.nWords)} words`,
    operationWords(plan.operations),
    `needs ${byteWords(plan.neededBytes)} of ${byteWords(plan.freeBytes)} free`,
    ...(isPlanTooLarge(plan) ? ['more than is free'] : [])
  ].join(' · ')
}

export function isPlanTooLarge({ neededBytes, freeBytes }: ConceptsPlan): boolean {
  return neededBytes > freeBytes
}
