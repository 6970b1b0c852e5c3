import type { AttributionRecord, ModelRole } from '../../preload/analysis/attribution-record.ts'
import { salientMap } from '../../preload/analysis/salient-map.ts'
import { importanceMatrix, sideSalience } from '../../preload/analysis/side-salience.ts'
import { drawingThreshold } from '../../preload/analysis/salience-settings.ts'
import { AppError } from '../errors.ts'
import { csvText, type CsvField } from './csv.ts'
import { float32Text } from './float32-text.ts'

export type MatrixKind = 'importance' | 'leave-one-out' | 'salient-map'

/**
 * One model's matrix as a table: a row a prompt token (position, id, token, special, instruction,
 * density), a column a response token, named by its position so that names are unique.
 *
 * The salient map is the one that is drawn (b = 0) at the record's L.
 *
 * @throws AppError request/invalid for a model or matrix that the record does not hold
 */
export function matrixCsv(record: AttributionRecord, role: ModelRole, kind: MatrixKind): string {
  const side = record.sides.find((candidate) => candidate.role === role)
  if (!side) throw new AppError('request/invalid', `this attribution has no ${role} model`)
  const { rows, columns } = importanceMatrix(side)
  const cells = cellTexts(record, side, kind)
  const { density, instructionTokens } = sideSalience(
    side,
    record.instructionSpans,
    record.settings.salience
  )
  const [firstPrompt] = side.promptPositions
  const [firstResponse] = side.responsePositions
  const inInstruction = new Set(instructionTokens)
  const position = record.isPartial ? 'position (partial result)' : 'position'
  const responseNames = Array.from(
    { length: columns },
    (_, m) => `${firstResponse + m} ${side.tokens[firstResponse + m]}`
  )
  const table: CsvField[][] = [
    [position, 'id', 'token', 'special', 'instruction', 'density', ...responseNames]
  ]
  for (let n = 0; n < rows; n++) {
    const t = firstPrompt + n
    table.push([
      t,
      side.ids[t]!,
      side.tokens[t]!,
      side.isSpecial[t]!,
      inInstruction.has(n),
      density[n]!,
      ...cells.slice(n * columns, (n + 1) * columns)
    ])
  }
  return csvText(table)
}

function cellTexts(
  record: AttributionRecord,
  side: AttributionRecord['sides'][number],
  kind: MatrixKind
): string[] {
  switch (kind) {
    case 'importance':
      return Array.from(side.importance, float32Text)
    case 'leave-one-out':
      if (!side.leaveOneOut) {
        throw new AppError('request/invalid', 'leave-one-out was not run for this attribution')
      }
      return Array.from(side.leaveOneOut, float32Text)
    case 'salient-map': {
      const { levels } = record.settings.salience
      const map = salientMap(importanceMatrix(side), { levels, threshold: drawingThreshold })
      return Array.from(map.data, String)
    }
  }
}
