import { tokenClasses } from '../../../preload/analysis/studies/record.ts'
import type {
  RecordedCase,
  StudyCaseDetail,
  StudyCasePart,
  StudyCaseSide,
  StudyMode,
  StudyRunSide
} from '../../../preload/analysis/studies/record.ts'
import { AppError } from '../../errors.ts'
import { studyPartId } from '../store/records/study-part-id.ts'
import type { CaseSource } from './case-source.ts'
import { recordedCase } from './recorded-case.ts'

/**
 * A case under one mode with the maps of both models; `length-matched` cuts each model's own map to the
 * columns that the record counts.
 *
 * @returns null while neither model's case is done
 */
export function caseDetail(
  source: CaseSource,
  index: number,
  mode: StudyMode
): StudyCaseDetail | null {
  const { record } = source
  const run = record.runs.find((other) => other.mode === mode)
  if (run === undefined) {
    const modes = record.runs.map((other) => other.mode).join(', ')
    throw new AppError('request/invalid', `mode: ${mode} is not in this study, expected ${modes}`)
  }
  if (index >= record.cases.length) {
    const most = record.cases.length - 1
    throw new AppError('request/invalid', `case: ${index}, expected at most ${most}`)
  }
  if (run.sides.every(({ state }) => state[index] === 0)) return null
  const sides = run.sides
    .filter(({ state }) => state[index] === 1)
    .map((side) => sideOf(source, side, index, mode))
  return { mode, case: index, sides: sides.filter((side) => side !== null) }
}

function sideOf(
  source: CaseSource,
  side: StudyRunSide,
  index: number,
  mode: StudyMode
): StudyCaseSide | null {
  const classes = classesOf(side, index)
  const nShown = side.nResponse[index]!
  if (source.record.source === 'recorded') {
    const recorded = recordedCase(source, side.role, index)
    return recorded && { role: side.role, ...recordedSide(recorded, classes, nShown) }
  }
  const part = source.read(studyPartId({ source: 'case', role: side.role, index }))
  if (part === null || !('maps' in part)) return null
  return computedSide(part, mode === 'same' ? 'same' : 'own', classes, nShown)
}

function computedSide(
  { role, maps }: StudyCasePart,
  stored: 'own' | 'same',
  classes: Uint8Array,
  nShown: number
): StudyCaseSide | null {
  const side = maps.find((map) => map.mode === stored)?.side
  if (side === undefined) return null
  const { tokens, isSpecial, importance, probability } = side
  const [promptStart, promptEnd] = side.promptPositions
  const [responseStart, responseEnd] = side.responsePositions
  const nPrompt = promptEnd - promptStart
  const nResponse = responseEnd - responseStart
  return {
    role,
    promptTokens: tokens.slice(promptStart, promptEnd),
    isSpecial: isSpecial.slice(promptStart, promptEnd),
    responseTokens: tokens.slice(responseStart, responseStart + nShown),
    instructionTokens: instructionOf(classes),
    map: { kind: 'raw', values: firstColumns(importance, nPrompt, nResponse, nShown) },
    probability: probability.slice(0, nShown)
  }
}

function recordedSide(
  { promptTokens, responseTokens, instructionTokens, map }: RecordedCase,
  classes: Uint8Array,
  nShown: number
): Omit<StudyCaseSide, 'role'> {
  const special = tokenClasses.indexOf('special')
  const [nPrompt, nResponse] = [promptTokens.length, responseTokens.length]
  return {
    promptTokens,
    isSpecial: Array.from(classes, (of) => of === special),
    responseTokens: responseTokens.slice(0, nShown),
    instructionTokens,
    map:
      map instanceof Uint8Array
        ? { kind: 'levels', values: firstColumns(map, nPrompt, nResponse, nShown) }
        : { kind: 'raw', values: firstColumns(map, nPrompt, nResponse, nShown) },
    probability: null
  }
}

/** [N] of one case, out of those of all cases. */
function classesOf({ nPrompt, tokenClass }: StudyRunSide, index: number): Uint8Array {
  const start = nPrompt.subarray(0, index).reduce((sum, n) => sum + n, 0)
  return tokenClass.subarray(start, start + nPrompt[index]!)
}

function instructionOf(classes: Uint8Array): number[] {
  const instruction = tokenClasses.indexOf('instruction')
  return [...classes.keys()].filter((n) => classes[n] === instruction)
}

/** [rows, nShown] of [rows, columns] */
function firstColumns<Values extends Float32Array | Uint8Array>(
  values: Values,
  nRows: number,
  nColumns: number,
  nShown: number
): Values {
  if (nShown === nColumns) return values
  // Of the same kind of array as it cuts.
  const cut = values.slice(0, nRows * nShown) as Values
  for (let n = 0; n < nRows; n++) {
    cut.set(values.subarray(n * nColumns, n * nColumns + nShown), n * nShown)
  }
  return cut
}
