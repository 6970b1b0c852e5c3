import type { StudyPlan } from '../../../preload/analysis/studies/record.ts'
import { operationWords } from '../../../preload/operation-words.ts'
import { byteWords } from '../../components/words/size-words.ts'
import { remainingWords } from '../../components/words/time-words.ts'
import { countWords } from './study-words.ts'

/** What a run will take: `40 cases · 4.2 TFLOP · about 2 min · needs 212 MB of 9.87 GB free`. */
export function studyPlanWords(plan: StudyPlan): string {
  return [
    countWords(plan.nCases, 'case'),
    ...(plan.nBadRows > 0 ? [`${countWords(plan.nBadRows, 'row')} left out`] : []),
    operationWords(plan.operations),
    ...(plan.estimatedSeconds === null ? [] : [remainingWords(plan.estimatedSeconds * 1000)]),
    `needs ${byteWords(plan.neededBytes)} of ${byteWords(plan.freeBytes)} free`,
    ...(isTooLarge(plan) ? ['more than is free'] : [])
  ].join(' · ')
}

export function isTooLarge({
  neededBytes,
  freeBytes
}: Pick<StudyPlan, 'neededBytes' | 'freeBytes'>): boolean {
  return neededBytes > freeBytes
}

/** How each model runs: `base: resident on cpu, 2 threads, prompts of 14 to 31 tokens`. */
export function sidePlanWords({ sides }: StudyPlan): readonly string[] {
  return sides.map(
    ({ role, memory, device, nThreads, shortestPrompt, longestPrompt }) =>
      `${role}: ${memory} on ${device}, ${countWords(nThreads, 'thread')}, prompts of ` +
      (shortestPrompt === longestPrompt
        ? countWords(longestPrompt, 'token')
        : `${shortestPrompt} to ${countWords(longestPrompt, 'token')}`)
  )
}
