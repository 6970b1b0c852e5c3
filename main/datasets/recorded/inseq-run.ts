/** Inseq's saved attributions as a recorded run; what they say nothing of may stand in a JSON Lines beside. */
import { basename } from 'node:path'
import type { BadRow } from '../../../preload/analysis/studies/dataset.ts'
import type { JsonObject } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import { readCompanion, type CompanionLine } from './inseq-companion.ts'
import { readInseqFile } from './inseq-json.ts'
import { readInseqSequence, type InseqSequence } from './inseq-sequence.ts'
import { mapKind, mapNotes, type MapKind } from './map-values.ts'
import type { RecordedRow, RecordedRun } from './recorded-run.ts'

/** What the paper's importance is, in Inseq's words. */
const papersMethod = 'input_x_gradient'

interface Kept {
  readonly row: RecordedRow
  readonly sequence: InseqSequence
  readonly kind: MapKind
}

/** @throws AppError `request/invalid` for a file that Inseq did not save */
export async function openInseqRun(path: string, signal?: AbortSignal): Promise<RecordedRun> {
  const fileName = basename(path)
  const { sha256, info, sequences } = await readInseqFile(path)
  const companion = await readCompanion(path, sequences.length, signal)
  const badRows: BadRow[] = []
  const kept: Kept[] = []
  for (const [i, object] of sequences.entries()) {
    try {
      const sequence = readInseqSequence(object)
      const kind = mapKind(sequence.map)
      if (kind.notFinite !== null) throw new AppError('request/invalid', 'numbers that are NaN')
      const line = companion?.line(i)
      const flaws = line?.flaws ?? []
      badRows.push(...flaws.map((problem) => ({ line: i + 1, problem })))
      kept.push({ row: rowOf(i, sequence, promptOf(info, i, sequence), line), sequence, kind })
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      badRows.push({ line: i + 1, problem: `sequence ${i + 1}: ${thrown.message}` })
    }
  }
  const isLevels = kept.every(({ kind }) => kind.isLevels)
  const largest = kept.reduce((most, { kind }) => Math.max(most, kind.largest), 0)
  const model = info['model_name']
  return {
    format: 'inseq',
    fileName,
    model: typeof model === 'string' && model !== '' ? model : fileName.replace(/\.json.*$/i, ''),
    casesHash: companion?.sha256 ?? sha256,
    mapsHash: sha256,
    isLevels,
    nRows: sequences.length,
    rows: kept.map(({ row }) => row),
    badRows,
    notes: [
      ...mapNotes(fileName, isLevels, largest),
      ...inseqNotes(fileName, info, kept),
      ...(companion?.notes ?? [])
    ],
    async readMap(index) {
      const { map } = kept[index]!.sequence
      return isLevels ? Uint8Array.from(map) : map
    }
  }
}

function rowOf(
  i: number,
  { promptTokens, responseTokens, nStart }: InseqSequence,
  prompt: string,
  line: CompanionLine | undefined
): RecordedRow {
  return {
    caseId: line?.notes.caseId ?? String(i + 1),
    line: i + 1,
    group: line?.notes.group ?? '',
    rating: line?.notes.rating ?? null,
    prompt,
    instructionSpans: line?.spansOf(prompt) ?? [],
    instructionTokens: line?.tokensOf(promptTokens.length, nStart) ?? [],
    promptTokens,
    responseTokens
  }
}

/** The text that was given to the model; of its tokens where the file does not say. */
function promptOf(info: JsonObject, i: number, { promptTokens }: InseqSequence): string {
  const texts = info['input_texts']
  const text = Array.isArray(texts) ? texts[i] : undefined
  if (typeof text === 'string') return stripText(text)
  return stripText(promptTokens.join('').replaceAll(/[▁Ġ]/g, ' ').replaceAll('Ċ', '\n'))
}

function inseqNotes(fileName: string, info: JsonObject, kept: readonly Kept[]): string[] {
  const notes: string[] = []
  const nSummed = kept.filter(({ sequence }) => sequence.isSummed).length
  if (nSummed > 0) {
    notes.push(`${fileName}: attributions of hidden units were summed in ${nSummed} sequences`)
  }
  const nStarts = kept.filter(({ sequence }) => sequence.nStart > 0).length
  if (nStarts > 0) {
    notes.push(
      `${fileName}: the token that begins the sequence was left out in ${nStarts} sequences, as it belongs to no prompt`
    )
  }
  const method = info['attribution_method']
  if (typeof method === 'string' && method !== papersMethod) {
    notes.push(
      `${fileName}: attributed by ${method}, not ${papersMethod}: scores are not those of the paper's importance`
    )
  }
  return notes
}
