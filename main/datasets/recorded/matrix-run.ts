/** Recorded runs in the form of shared/paper: `<name>.jsonl` with its maps in `<name>.safetensors`. */
import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { BadRow } from '../../../preload/analysis/studies/dataset.ts'
import { openFolder } from '../../checkpoint/safe-file.ts'
import { readSafetensors, type TensorInfo } from '../../checkpoint/safetensors.ts'
import { stopIfAborted } from '../../analyses/stop-if-aborted.ts'
import { AppError } from '../../errors.ts'
import { hashFile } from '../hash-file.ts'
import { readCaseFile } from './case-file.ts'
import { isMapDtype, readMapTensor } from './map-tensor.ts'
import { mapKind, mapNotes, type MapKind } from './map-values.ts'
import type { RecordedRow, RecordedRun } from './recorded-run.ts'
import { runFault } from './run-fault.ts'

const nExamples = 5

/** A run whose every map was read once and found to fit its case. */
export async function openMatrixRun(
  stem: string,
  signal?: AbortSignal,
  report: (fraction: number) => void = () => undefined
): Promise<RecordedRun> {
  const fileName = `${basename(stem)}.jsonl`
  const mapsPath = `${stem}.safetensors`
  const cases = await readCaseFile(`${stem}.jsonl`, signal)
  const { mapsHash, tensors } = await openMaps(mapsPath, fileName, signal)
  const badRows: BadRow[] = [...cases.badRows]
  const kinds: MapKind[] = []
  const kept: { row: RecordedRow; tensor: TensorInfo }[] = []
  for (const [i, row] of cases.rows.entries()) {
    await stopIfAborted(signal)
    try {
      const tensor = assertFits(row, tensors.get(row.caseId), mapsPath)
      const kind = mapKind(await readMapTensor(tensor))
      assertFinite(row, kind)
      kinds.push(kind)
      kept.push({ row, tensor })
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'request/invalid') throw thrown
      badRows.push({ line: row.line, problem: thrown.message })
    }
    report((i + 1) / cases.rows.length)
  }
  const isLevels = kinds.every((kind) => kind.isLevels)
  const largest = kinds.reduce((most, kind) => Math.max(most, kind.largest), 0)
  return {
    format: 'recorded',
    fileName,
    model: cases.model ?? basename(stem),
    casesHash: cases.sha256,
    mapsHash,
    isLevels,
    nRows: cases.nRows,
    rows: kept.map(({ row }) => row),
    badRows: badRows.sort((a, b) => a.line - b.line),
    notes: [
      ...mapNotes(basename(mapsPath), isLevels, largest),
      ...strayNotes(tensors, cases.rows, basename(mapsPath))
    ],
    async readMap(index) {
      const values = await readMapTensor(kept[index]!.tensor)
      return isLevels ? Uint8Array.from(values) : values
    }
  }
}

async function openMaps(path: string, fileName: string, signal: AbortSignal | undefined) {
  if (!existsSync(path)) {
    throw new AppError(
      'request/invalid',
      `${basename(path)}: is missing, expected beside ${fileName}`,
      {
        file: basename(path),
        hint: 'Put the maps, a tensor a case, into a safetensors file of the same name.'
      }
    )
  }
  const mapsHash = await hashFile(path, signal)
  const real = await realpath(path)
  const { tensors } = await readSafetensors(await openFolder(dirname(real)), basename(real))
  return { mapsHash, tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])) }
}

function assertFits(
  { caseId, promptTokens, responseTokens }: RecordedRow,
  tensor: TensorInfo | undefined,
  mapsPath: string
): TensorInfo {
  if (tensor === undefined) {
    throw runFault(`case "${caseId}": no tensor of this name in ${basename(mapsPath)}`)
  }
  const expected = [promptTokens.length, responseTokens.length]
  if (tensor.shape.join() !== expected.join()) {
    throw runFault(
      `case "${caseId}": its map is [${tensor.shape.join(', ')}], expected [${expected.join(', ')}]: prompt tokens, response tokens`
    )
  }
  if (!isMapDtype(tensor.dtype)) {
    throw runFault(
      `case "${caseId}": its map is of ${tensor.dtype}, expected floats or whole numbers`
    )
  }
  return tensor
}

function assertFinite({ caseId, responseTokens }: RecordedRow, { notFinite }: MapKind): void {
  if (notFinite === null) return
  const columns = responseTokens.length
  const place = `[${Math.floor(notFinite / columns)}, ${notFinite % columns}]`
  throw runFault(
    `case "${caseId}": its map is NaN or infinite at ${place}, expected finite numbers`
  )
}

function strayNotes(
  tensors: ReadonlyMap<string, TensorInfo>,
  rows: readonly RecordedRow[],
  fileName: string
): string[] {
  const known = new Set(rows.map(({ caseId }) => caseId))
  const stray = [...tensors.keys()].filter((name) => !known.has(name))
  if (stray.length === 0) return []
  const named = stray.slice(0, nExamples).map((name) => `"${name}"`)
  const more = stray.length > nExamples ? ` and ${stray.length - nExamples} more` : ''
  return [
    `${fileName}: maps that no usable line of the cases names, left out: ${named.join(', ')}${more}`
  ]
}
