/** Verb lists from a file: `{"instruction": ["explain", …], "general": ["be", …]}`, JSON, UTF-8. */
import { basename, dirname } from 'node:path'
import type { VerbLists } from '../../../preload/analysis/heads/verb-lists.ts'
import { fileLimitsBytes, isJsonObject, readSmallFile } from '../../checkpoint/json-file.ts'
import { parseStrictJson, type JsonObject, type JsonValue } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'

export interface VerbFile {
  readonly lists: VerbLists
  /** What of the file is passed over or cannot match, in plain words. */
  readonly notes: readonly string[]
}

export const verbFileLimits = { verbs: 10_000, characters: 200 } as const

const keys = ['instruction', 'general'] as const
const hint = 'Write {"instruction": ["explain", "write"], "general": ["be", "go"]}, in lower case.'
const nExamples = 5
const oddCharacter = /[\p{Cc}\p{Zl}\p{Zp}]/u

/**
 * Reads verb lists that the user chose: a regular file, never a device or a pipe.
 *
 * @throws AppError `request/invalid` when it cannot be read or does not hold two lists of verbs
 */
export async function readVerbFile(path: string): Promise<VerbFile> {
  const name = basename(path)
  let bytes
  try {
    bytes = await readSmallFile(dirname(path), name, { limitBytes: fileLimitsBytes.text })
  } catch (cause) {
    throw asRequestFault(cause, name)
  }
  return parseVerbLists(bytes, name)
}

/**
 * The lists in a file's text. A verb that occurs again in its list counts once and is noted; one that
 * is not in lower case is noted, since it cannot be equal to a word of a relation.
 *
 * @throws AppError `request/invalid`: no sound JSON, another shape, an empty list, a verb in both lists
 */
export function parseVerbLists(text: Uint8Array | string, name: string): VerbFile {
  const value = parseJson(text, name)
  if (!isJsonObject(value)) throw fault(name, 'no object', 'one with two lists')
  for (const key of Object.keys(value)) {
    if (!keys.some((known) => known === key)) {
      throw fault(name, `an unknown field ${quote(key)}`, '"instruction" and "general"')
    }
  }
  const notes: string[] = []
  const instruction = readList(value, 'instruction', name, notes)
  const general = readList(value, 'general', name, notes)
  const others = new Set(general)
  const inBoth = instruction.filter((verb) => others.has(verb))
  if (inBoth.length > 0) {
    throw fault(name, `${examplesOf(inBoth)} in both lists`, 'each verb in one of them')
  }
  return { lists: { instruction, general }, notes }
}

function readList(
  value: JsonObject,
  key: (typeof keys)[number],
  name: string,
  notes: string[]
): readonly string[] {
  const field = value[key]
  if (!Array.isArray(field)) throw fault(name, `no list "${key}"`, 'a list of verbs')
  const limit = verbFileLimits.verbs
  if (field.length === 0 || field.length > limit) {
    throw fault(name, `${field.length} verbs in "${key}"`, `1 to ${limit}`)
  }
  const all = field.map((item: JsonValue, i) => readVerb(item, `"${key}", item ${i + 1}`, name))
  const verbs = [...new Set(all)]
  const first = new Map(all.map((verb, i) => [verb, i] as const).reverse())
  const again = [...new Set(all.filter((verb, i) => first.get(verb) !== i))]
  if (again.length > 0) notes.push(`"${key}": ${examplesOf(again)} more than once, counted once`)
  const odd = verbs.filter((verb) => verb !== verb.toLowerCase() || verb !== verb.trim())
  if (odd.length > 0) {
    notes.push(
      `"${key}": ${examplesOf(odd)} not in lower case or with spaces, no relation has such`
    )
  }
  return verbs
}

function readVerb(item: JsonValue, where: string, name: string): string {
  if (typeof item !== 'string') throw fault(name, `${where}: no text`, 'a verb in quotes')
  if (item.trim() === '') throw fault(name, `${where}: an empty text`, 'a verb')
  if (item.length > verbFileLimits.characters) {
    throw fault(name, `${where}: ${item.length} characters`, `at most ${verbFileLimits.characters}`)
  }
  if (oddCharacter.test(item)) throw fault(name, `${where}: control characters`, 'a verb')
  return item
}

function examplesOf(verbs: readonly string[]): string {
  const more = verbs.length > nExamples ? ` and ${verbs.length - nExamples} more` : ''
  return verbs.slice(0, nExamples).map(quote).join(', ') + more
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}

function fault(file: string, found: string, expected: string): AppError {
  return new AppError('request/invalid', `${file}: ${found}, expected ${expected}`, { file, hint })
}

function parseJson(text: Uint8Array | string, name: string): JsonValue {
  try {
    return parseStrictJson(text, { file: name })
  } catch (cause) {
    throw asRequestFault(cause, name)
  }
}

/** It is a field of the request that is wrong, not the checkpoint. */
function asRequestFault(cause: unknown, file: string): unknown {
  if (!(cause instanceof AppError)) return cause
  const { message, offsetBytes } = cause
  return new AppError('request/invalid', `verb lists: ${message}`, {
    file,
    hint: cause.hint ?? hint,
    ...(offsetBytes !== undefined && { offsetBytes }),
    cause
  })
}
