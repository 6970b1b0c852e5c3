import { countedLevels } from './record.ts'

/**
 * How many response tokens each prompt token stands at, by level of the salient map (L = 10, b = 0).
 *
 *     counts[n, l − 1] = #{ m < nColumns : S[n, m] = l },   l = 1 … 10
 *
 * Levels are column-wise, so the first `nColumns` columns are the map of a response cut to so many tokens.
 *
 * @param levels     [nPrompt, nResponse], integers 0 to 10
 * @param nColumns   at most nResponse
 * @returns          [nPrompt, 10]
 * @throws RangeError on a wrong shape or a level above 10
 */
export function levelCounts(
  levels: Uint8Array,
  nPrompt: number,
  nResponse: number,
  nColumns: number
): Int32Array {
  if (levels.length !== nPrompt * nResponse) {
    throw new RangeError(
      `levels have ${levels.length} entries, expected ${nPrompt} × ${nResponse} = ${nPrompt * nResponse}`
    )
  }
  if (!(nColumns >= 0 && nColumns <= nResponse)) {
    throw new RangeError(`${nColumns} columns, expected 0 to ${nResponse}`)
  }
  const counts = new Int32Array(nPrompt * countedLevels)
  for (let n = 0; n < nPrompt; n++) {
    const row = n * nResponse
    const target = n * countedLevels - 1
    for (let i = row; i < row + nColumns; i++) {
      const level = levels[i]!
      if (level > countedLevels) {
        throw new RangeError(`levels hold ${level}, expected 0 to ${countedLevels}`)
      }
      if (level > 0) counts[target + level]! += 1
    }
  }
  return counts
}
