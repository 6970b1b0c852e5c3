/** Small files of a checkpoint folder, each below a cap (trust.md PAR-08). */
import { AppError } from '../errors.ts'
import { hasEntry, openFolder, openInFolder, type Folder } from './safe-file.ts'
import { parseStrictJson, type JsonObject, type JsonValue } from './strict-json.ts'

/** Largest size per kind of file. */
export const fileLimitsBytes = {
  config: 10_000_000,
  tokenizer: 64_000_000,
  index: 100_000_000,
  text: 1_000_000
} as const

/** Environment variable that raises every limit, in megabytes; it never lowers one. */
export const limitSetting = 'SHIFTLENS_FILE_LIMIT_MB'

export interface FileLimit {
  readonly limitBytes: number
}

/** The bytes of a small file. @throws AppError `checkpoint/unreadable`, `checkpoint/unsupported` above the limit */
export async function readSmallFile(
  folder: Folder | string,
  name: string,
  { limitBytes }: FileLimit
): Promise<Uint8Array> {
  const file = await openInFolder(await asFolder(folder), name)
  try {
    const { sizeBytes } = file.identity
    const raised = Math.max(limitBytes, readRaisedLimit())
    if (sizeBytes > raised) {
      throw new AppError(
        'checkpoint/unsupported',
        `${name} has ${sizeBytes} bytes, expected at most ${raised}`,
        {
          file: name,
          hint: `If the file is meant to be so large, set ${limitSetting} to its size in MB.`
        }
      )
    }
    return await file.read(0, sizeBytes)
  } finally {
    await file.close()
  }
}

function readRaisedLimit(): number {
  const megabytes = Number(process.env[limitSetting])
  // A JavaScript string cannot hold more than about 500 MB.
  return megabytes > 0 ? Math.min(megabytes, 400) * 1_000_000 : 0
}

/** The value of a JSON file. @throws AppError `checkpoint/malformed` with the byte offset */
export async function readJsonFile(
  folder: Folder | string,
  name: string,
  limit: FileLimit
): Promise<JsonValue> {
  return parseStrictJson(await readSmallFile(folder, name, limit), { file: name })
}

/** The object in a JSON file; anything else at its top level is an error. */
export async function readJsonObject(
  folder: Folder | string,
  name: string,
  limit: FileLimit
): Promise<JsonObject> {
  const value = await readJsonFile(folder, name, limit)
  if (isJsonObject(value)) return value
  const found = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
  throw new AppError('checkpoint/malformed', `${name} holds ${found}, expected an object`, {
    file: name
  })
}

/** Like `readJsonObject`; undefined when the folder has no such file. */
export async function readOptionalJsonObject(
  folder: Folder | string,
  name: string,
  limit: FileLimit
): Promise<JsonObject | undefined> {
  const opened = await asFolder(folder)
  return (await hasEntry(opened, name)) ? readJsonObject(opened, name, limit) : undefined
}

/** The text of a UTF-8 file. */
export async function readTextFile(
  folder: Folder | string,
  name: string,
  limit: FileLimit
): Promise<string> {
  const bytes = await readSmallFile(folder, name, limit)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('checkpoint/malformed', `${name} is not valid UTF-8`, { file: name, cause })
  }
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function asFolder(folder: Folder | string): Promise<Folder> {
  return typeof folder === 'string' ? openFolder(folder) : folder
}
