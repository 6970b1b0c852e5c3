import type { SalienceSettings } from '../salience-settings.ts'
import { countDensity, countWeights } from './count-density.ts'
import { tokenClasses, type StudyRunSide, type TokenClass } from './record.ts'
import { forEachDone } from './run-side.ts'

/** [nCases] by class: mean density of a case's prompt tokens of it, NaN where it has none or is not done. */
export function classDensities(
  side: StudyRunSide,
  salience: SalienceSettings
): Readonly<Record<TokenClass, Float64Array>> {
  const weights = countWeights(salience)
  const means = byClass(() => new Float64Array(side.state.length).fill(NaN))
  forEachDone(side, (index, from, rows) => {
    const density = countDensity(side.levelCounts, from, rows, weights)
    const sums = new Float64Array(tokenClasses.length)
    const sizes = new Int32Array(tokenClasses.length)
    for (let n = 0; n < rows; n++) {
      const at = side.tokenClass[from + n]!
      sums[at]! += density[n]!
      sizes[at]! += 1
    }
    tokenClasses.forEach((name, at) => {
      if (sizes[at]! > 0) means[name][index] = sums[at]! / sizes[at]!
    })
  })
  return means
}

/** A value for each class of tokens. */
export function byClass<Value>(valueOf: (name: TokenClass) => Value): Record<TokenClass, Value> {
  return {
    context: valueOf('context'),
    instruction: valueOf('instruction'),
    special: valueOf('special')
  }
}
