import { isJsonObject } from '../../checkpoint/json-file.ts'
import { parseStrictJson, type JsonValue } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'
import type { DatasetItem } from '../dataset-item.ts'

/** A row from the text of one JSON object; anything else is a bad row that says where it fails. */
export function parseJsonRow(text: string, line: number): DatasetItem {
  let value: JsonValue
  try {
    value = parseStrictJson(text)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    return { line, problem: `${thrown.message} (at byte ${thrown.offsetBytes} of the row)` }
  }
  if (!isJsonObject(value)) {
    return {
      line,
      problem: `${kindOf(value)}, expected a JSON object with a value for each column`
    }
  }
  return { line, values: value }
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return `a ${typeof value}`
}
