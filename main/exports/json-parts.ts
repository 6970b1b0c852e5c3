/** JSON that is too large to be held at once, piece by piece, in the layout of `jsonText`. */
import { jsonText, type Exportable } from './json-text.ts'

/** An object's members without its braces. */
export function membersText(
  value: { readonly [name: string]: Exportable | undefined },
  before: string
): string {
  return before + jsonText(value).slice('{\n'.length, -'\n}\n'.length)
}

/** A list, item by item. */
export function* listParts(
  before: string,
  indent: string,
  items: Iterable<Exportable>
): Generator<string> {
  let isEmpty = true
  for (const item of items) {
    yield isEmpty ? `${before}[\n` : ',\n'
    isEmpty = false
    // Line ends inside of words are escaped, so every one here is the layout's.
    yield indent + '  ' + jsonText(item).trimEnd().replaceAll('\n', `\n${indent}  `)
  }
  yield isEmpty ? `${before}[]` : `\n${indent}]`
}
