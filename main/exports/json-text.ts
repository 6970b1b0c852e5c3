import { float32Text } from './float32-text.ts'

/** What an export may hold. A Float32Array is written so that every value returns exactly. */
export type Exportable =
  | string
  | number
  | boolean
  | null
  | Float32Array
  | Float64Array
  | readonly Exportable[]
  | { readonly [name: string]: Exportable | undefined }

/**
 * JSON with an object's members on lines of their own and lists of plain values on one line, so that
 * a matrix has a row a line and a text comparison shows what changed. Absent members are left out.
 *
 * @throws RangeError for NaN and infinities, which JSON.stringify would silently turn into null
 */
export function jsonText(value: Exportable): string {
  return write(value, '') + '\n'
}

function write(value: Exportable, indent: string): string {
  if (value instanceof Float32Array) return `[${Array.from(value, float32Text).join(', ')}]`
  if (value instanceof Float64Array) return `[${Array.from(value, numberText).join(', ')}]`
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = indent + '  '
  if (isList(value)) {
    const items = value.map((item) => write(item, inner))
    const isFlat = value.every((item) => typeof item !== 'object' || item === null)
    if (isFlat || value.length === 0) return `[${items.join(', ')}]`
    return `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`
  }
  const members = Object.entries(value)
    .filter((member): member is [string, Exportable] => member[1] !== undefined)
    .map(([name, member]) => `${inner}${JSON.stringify(name)}: ${write(member, inner)}`)
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`
}

/** Array.isArray does not narrow readonly lists. */
function isList(value: object): value is readonly Exportable[] {
  return Array.isArray(value)
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`number is ${value}, expected a finite one`)
  return Object.is(value, -0) ? '-0' : String(value)
}
