import type { SalienceSettings } from '../salience-settings.ts'
import { countDensity, countWeights } from './count-density.ts'
import { fewestMatchedTokens, tokenClasses } from './record.ts'
import type { StudyMode, StudyRecord, StudyRole } from './record.ts'
import { forEachDone, runSide } from './run-side.ts'

const instruction = tokenClasses.indexOf('instruction')

/**
 * Instruction score of every case of one model under one mode, by the counts of the record.
 *
 *     score = Σ_{n in K} a_n / log2(2 + |K|),   K the instruction's tokens
 *
 * @param salience  L of 10, 5 or 2; any b and p
 * @returns         [nCases], NaN where there is no score: not done, failed, no instruction, left out of
 *                  length matching, or a mode or role that the record does not have; 0 for an empty response
 */
export function caseScores(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  role: StudyRole,
  salience: SalienceSettings
): Float64Array {
  const weights = countWeights(salience)
  const scores = new Float64Array(record.cases.length).fill(NaN)
  const side = runSide(record, mode, role)
  if (side === undefined) return scores
  forEachDone(side, (index, from, rows) => {
    const nResponse = side.nResponse[index]!
    if (mode === 'length-matched' && nResponse < fewestMatchedTokens) return
    const density = countDensity(side.levelCounts, from, rows, weights)
    let sum = 0
    let size = 0
    for (let n = 0; n < rows; n++) {
      if (side.tokenClass[from + n] !== instruction) continue
      sum += density[n]!
      size += 1
    }
    if (size > 0) scores[index] = sum / Math.log2(2 + size)
  })
  return scores
}
