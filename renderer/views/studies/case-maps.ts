import { importanceDensity } from '../../../preload/analysis/density.ts'
import { instructionScore } from '../../../preload/analysis/instruction-score.ts'
import type { Matrix } from '../../../preload/analysis/matrix.ts'
import type { SalienceSettings } from '../../../preload/analysis/salience-settings.ts'
import { resliceRecorded, type SalientMap } from '../../../preload/analysis/salient-map.ts'
import type { StudyCaseSide, StudyRole } from '../../../preload/analysis/studies/record.ts'
import { displayToken } from '../../../preload/token-display.ts'
import { valueWords } from '../../components/words/number-words.ts'
import type { Cell } from '../../matrix/viewport.ts'
import { cutAt, levelMap } from '../attribution/salient-levels.ts'
import type { ShownAxes, ShownUnit } from '../attribution/shown-axes.ts'
import { spellingOf } from '../attribution/token-spelling.ts'

/** One model's maps of a case as they are drawn, in the form that the attribution view draws. */
export interface CaseMap {
  readonly side: { readonly role: StudyRole }
  readonly axes: ShownAxes
  readonly raw: { readonly rows: number; readonly columns: number }
  /** [N, M] the salient map at b = 0 */
  readonly values: ArrayLike<number>
  /** [N], 0 to 1 */
  readonly density: Float64Array
  /** Null without an instruction; 0 for an empty response. */
  readonly score: number | null
  /** [N, M] signed importance; null for a recorded map, which lost it. */
  readonly importance: Float32Array | null
  readonly probability: Float32Array | null
}

/**
 * Prepares one side of a case; the returned function draws it at any L, b and p, so that a control that is
 * turned does the least again.
 */
export function caseMap(side: StudyCaseSide): (salience: SalienceSettings) => CaseMap {
  const axes = axesOf(side)
  const shape = { rows: side.promptTokens.length, columns: side.responseTokens.length }
  const levelsAt = levelsOf(side, shape)
  return (salience) => {
    const map = levelsAt(salience.levels)
    const density = importanceDensity(cutAt(map, salience.threshold), salience.norm)
    return {
      side: { role: side.role },
      axes,
      raw: shape,
      values: map.data,
      density,
      score: instructionScore(density, side.instructionTokens),
      importance: side.map.kind === 'raw' ? side.map.values : null,
      probability: side.probability
    }
  }
}

function levelsOf(
  { map }: StudyCaseSide,
  shape: { readonly rows: number; readonly columns: number }
): (levels: number) => SalientMap {
  if (map.kind === 'levels') {
    return (levels) => resliceRecorded({ ...shape, data: map.values }, { levels, threshold: 0 })
  }
  const raw: Matrix = { ...shape, data: map.values }
  return (levels) => levelMap(raw, levels)
}

function axesOf({
  promptTokens,
  responseTokens,
  isSpecial,
  instructionTokens
}: StudyCaseSide): ShownAxes {
  const marked = new Set(instructionTokens)
  const spelling = spellingOf([...promptTokens, ...responseTokens])
  const unit = (token: string, t: number, isPrompt: boolean): ShownUnit => ({
    text: displayToken(token, spelling),
    tokens: [t],
    isInstruction: isPrompt && marked.has(t),
    isSpecial: isPrompt && isSpecial[t] === true
  })
  return {
    rows: promptTokens.map((token, n) => unit(token, n, true)),
    columns: responseTokens.map((token, m) => unit(token, m, false))
  }
}

/** Everything about a cell as one sentence. */
export function describeCaseCell(map: CaseMap, { row, column }: Cell): string {
  const prompt = map.axes.rows[row]
  const response = map.axes.columns[column]
  if (!prompt || !response) return 'no such token'
  const at = row * map.raw.columns + column
  const probability = map.probability?.[column]
  return [
    `${prompt.text} (${row + 1})${prompt.isInstruction ? ', instruction' : ''}`,
    `for ${response.text} (${column + 1})`,
    `S ${map.values[at]}`,
    ...(map.importance ? [`importance ${valueWords(map.importance[at]!)}`] : []),
    `density ${valueWords(map.density[row]!)}`,
    ...(probability === undefined ? [] : [`p ${valueWords(probability)}`])
  ].join('; ')
}
