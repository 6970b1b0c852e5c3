import type { StudyPlan } from '../../../preload/analysis/studies/record.ts'
import { operationWords } from '../../../preload/operation-words.ts'
import { displayText } from '../../../preload/token-display.ts'
import { counted, durationWords } from '../../exports/studies/report/report-words.ts'

/** What a study will cost, before it starts. Ends with a line break. */
export function studyPlanText(plan: StudyPlan): string {
  const { nCases, operations, estimatedSeconds, neededBytes, freeBytes, sides } = plan
  const time =
    estimatedSeconds === null ? 'time unknown' : `about ${durationWords(estimatedSeconds)}`
  const lines = [
    `estimate: ${counted(nCases, 'case')}, ${operationWords(operations)}, ${time}; needs ${gigabytes(neededBytes)} of ${gigabytes(freeBytes)} free`,
    ...sides.map(
      ({ role, memory, device, nThreads, shortestPrompt, longestPrompt }) =>
        `${role}: weights ${memory}, on ${device} with ${counted(nThreads, 'thread')}, prompts of ${shortestPrompt} to ${longestPrompt} tokens`
    ),
    ...plan.limits.map((limit) => `will not run: ${displayText(limit)}`),
    ...plan.notes.map((note) => `note: ${displayText(note)}`)
  ]
  return lines.map((line) => `${line}\n`).join('')
}

export function isMemoryShort({ neededBytes, freeBytes }: StudyPlan): boolean {
  return neededBytes > freeBytes
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1)} GB`
}
