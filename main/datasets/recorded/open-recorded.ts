import { basename } from 'node:path'
import { AppError } from '../../errors.ts'
import { openInseqRun } from './inseq-run.ts'
import { openMatrixRun } from './matrix-run.ts'
import type { RecordedRun } from './recorded-run.ts'

/**
 * Opens one model's recorded run by the file's ending, reads every map once and checks it against its case.
 *
 * @throws AppError `request/invalid` for a file of neither form, or one without a usable case
 */
export async function openRecordedRun(
  path: string,
  signal?: AbortSignal,
  report?: (fraction: number) => void
): Promise<RecordedRun> {
  const run = await open(path, signal, report)
  if (run.rows.length > 0) return run
  const [first] = run.badRows
  const why = first === undefined ? 'it is empty' : `line ${first.line}: ${first.problem}`
  throw new AppError('request/invalid', `${run.fileName}: no usable case; ${why}`, {
    file: run.fileName,
    hint: 'Each line needs case, prompt, instruction_tokens, input_tokens and output_tokens.'
  })
}

async function open(
  path: string,
  signal: AbortSignal | undefined,
  report: ((fraction: number) => void) | undefined
): Promise<RecordedRun> {
  const matrices = /^(.+)\.(?:jsonl|safetensors)$/s.exec(path)?.[1]
  if (matrices !== undefined) return openMatrixRun(matrices, signal, report)
  if (/\.json(?:\.gz)?$/i.test(path)) return openInseqRun(path, signal)
  throw new AppError(
    'request/invalid',
    `${basename(path)}: expected a .jsonl with its maps in the .safetensors of the same name, or a .json or .json.gz saved by Inseq`,
    { file: basename(path) }
  )
}
