/** `library list|show|export|import`. Looking works while the app holds the store; changing does not. */
import { extname } from 'node:path'
import * as v from 'valibot'
import type { ConceptsLayer } from '../../preload/analysis/concepts/record.ts'
import type { OpenedResult, ResultRow } from '../../preload/data.ts'
import { defaultVerbLists } from '../../preload/analysis/heads/verb-lists.ts'
import { displayText } from '../../preload/token-display.ts'
import { AppError } from '../errors.ts'
import { assertWritable, writeAtomically } from '../exports/atomic-write.ts'
import type { ServiceHandle } from '../service/start-service.ts'
import { attentionText } from './attention-text.ts'
import { comparisonText } from './comparison-text.ts'
import { conceptsText } from './concepts-text.ts'
import { exitCodes } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { choice, optionValues } from './option-values.ts'
import { padded } from './padded.ts'
import { headsText } from './heads-text.ts'
import { studyText } from './study/study-text.ts'
import { findResultId, listAll, shortId } from './result-id.ts'
import type { Terminal } from './terminal.ts'
import { userPath } from './user-path.ts'
import { withService } from './with-service.ts'

export const formats = ['shiftlens', 'json', 'csv'] as const
export const sorts = ['newest', 'oldest', 'title', 'tuned-score', 'base-score'] as const

const listSchema = v.object({
  search: v.string(),
  tag: v.optional(v.string()),
  sort: choice(sorts),
  // Without a file: to stdout.
  json: v.optional(v.union([v.string(), v.literal(true)]))
})

export async function runLibraryList(options: unknown, terminal: Terminal): Promise<ExitCode> {
  const { search, tag, sort, json } = optionValues(listSchema, options)
  const jsonFile = typeof json === 'string' ? userPath(json) : null
  if (jsonFile !== null) await assertWritable(jsonFile)
  const rows = await withService('store', terminal, (service) =>
    listAll(service, { text: search, tag: tag ?? null, sort })
  )
  if (json === undefined) {
    terminal.out(listText(rows))
    terminal.note(rows.length === 1 ? '1 result' : `${rows.length} results`)
    return exitCodes.success
  }
  const text = `${JSON.stringify(rows, null, 2)}\n`
  if (jsonFile === null) terminal.out(text)
  else await writeAtomically(jsonFile, text)
  return exitCodes.success
}

export async function runLibraryShow(id: string, terminal: Terminal): Promise<ExitCode> {
  return withService('store', terminal, async (service) => {
    const resultId = await findResultId(service, id)
    const opened = await service.call('result/open', { resultId })
    const { row, problems } = opened
    const about = [
      `id: ${row.resultId}`,
      `title: ${displayText(row.title)}`,
      `made: ${row.createdAt}`,
      ...(row.tags.length > 0 ? [`tags: ${displayText(row.tags.join(', '))}`] : []),
      ...(row.note !== '' ? [`note: ${displayText(row.note)}`] : [])
    ]
    terminal.out(`${about.join('\n')}\n${await recordText(service, opened)}`)
    for (const problem of problems) terminal.note(`not verified: ${problem}`)
    return problems.length > 0 ? exitCodes.partial : exitCodes.success
  })
}

const exportSchema = v.object({ format: v.optional(choice(formats)) })

export async function runLibraryExport(
  id: string,
  file: string,
  options: unknown,
  terminal: Terminal
): Promise<ExitCode> {
  const { format } = optionValues(exportSchema, options)
  const path = userPath(file)
  await assertWritable(path)
  return withService('store', terminal, async (service) => {
    const resultId = await findResultId(service, id)
    await service.call('result/export', { resultId, format: format ?? formatOf(path), path })
    terminal.note(`written: ${path}`)
    return exitCodes.success
  })
}

export async function runLibraryImport(file: string, terminal: Terminal): Promise<ExitCode> {
  return withService('store', terminal, async (service) => {
    const { resultId } = await service.call('result/import', { path: userPath(file) })
    terminal.out(`${resultId}\n`)
    return exitCodes.success
  })
}

async function recordText(service: ServiceHandle, opened: OpenedResult): Promise<string> {
  if (opened.kind === 'attribution') return comparisonText(opened.record)
  if (opened.kind === 'heads') return headsText(opened.record, defaultVerbLists)
  if (opened.kind === 'attention') return attentionText(opened.record)
  const { resultId } = opened.row
  if (opened.kind === 'study') {
    return studyText(opened.record, await service.call('study/ratings', { resultId }))
  }
  const { record } = opened
  const source = { resultId }
  const layers: ConceptsLayer[] = []
  const damaged: string[] = []
  for (const { layer } of record.layers) {
    const request = { source, layer, withDirections: false }
    try {
      const found = await service.call('concepts/layer', request)
      if (found !== null) layers.push(found)
    } catch (thrown) {
      // One damaged layer leaves the others readable.
      if (!(thrown instanceof AppError) || thrown.code !== 'store/unavailable') throw thrown
      damaged.push(`${thrown.message}\n`)
    }
  }
  return conceptsText(record, layers) + damaged.join('')
}

/** By the ending of the file's name. */
function formatOf(path: string): (typeof formats)[number] {
  switch (extname(path).toLowerCase()) {
    case '.json':
      return 'json'
    case '.csv':
      return 'csv'
    default:
      return 'shiftlens'
  }
}

function listText(rows: readonly ResultRow[]): string {
  if (rows.length === 0) return ''
  const header = line('id', 'made', 'base', 'tuned', 'title')
  const lines = rows.map((row) =>
    line(
      shortId(row.resultId),
      row.createdAt.slice(0, 10),
      scored(row.baseName, row.baseScore),
      scored(row.tunedName ?? '', row.tunedScore),
      row.title + row.tags.map((tag) => ` #${tag}`).join('')
    )
  )
  return [header, ...lines].map((each) => `${each}\n`).join('')
}

function line(id: string, made: string, base: string, tuned: string, title: string): string {
  const columns = [padded(id, 14), padded(made, 12), padded(displayText(base), 24)]
  return columns.join('') + padded(displayText(tuned), 24) + displayText(title)
}

function scored(name: string, score: number | null): string {
  return score === null ? name : `${name} ${score.toFixed(3)}`
}
