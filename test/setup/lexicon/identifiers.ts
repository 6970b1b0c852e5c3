/** Identifiers of programming languages and libraries, by domain, from the dictionaries of cspell. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Domain to the package that lists its words. */
const packages: Readonly<Record<string, readonly string[]>> = {
  Python: ['@cspell/dict-python', '@cspell/dict-data-science'],
  JavaScript: ['@cspell/dict-typescript', '@cspell/dict-node', '@cspell/dict-npm'],
  web: ['@cspell/dict-html', '@cspell/dict-css', '@cspell/dict-fullstack'],
  SQL: ['@cspell/dict-sql'],
  LaTeX: ['@cspell/dict-latex'],
  C: ['@cspell/dict-cpp', '@cspell/dict-csharp', '@cspell/dict-rust', '@cspell/dict-golang'],
  PHP: ['@cspell/dict-php'],
  R: ['@cspell/dict-r'],
  software: ['@cspell/dict-software-terms', '@cspell/dict-filetypes']
}

/** Larger lists hold mostly fragments of long names. */
const leastLength = 2

/** A line a domain: its name, then its words as written there, separated by blanks. */
export function readIdentifiers(folder: (name: string) => string): string {
  return Object.entries(packages)
    .map(([domain, names]) => {
      const words = new Set(names.flatMap((name) => readWords(folder(name))))
      return [domain, ...[...words].sort()].join(' ')
    })
    .join('\n')
}

function readWords(folder: string): readonly string[] {
  const inner = join(folder, 'dict')
  const place = existsSync(inner) ? inner : folder
  return readdirSync(place)
    .filter((name) => /\.txt(\.gz)?$/.test(name) && !/legacy|compound|corrections/.test(name))
    .filter((name) => statSync(join(place, name)).isFile())
    .sort()
    .flatMap((name) => {
      const bytes = readFileSync(join(place, name))
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
      return text.split('\n').filter((line) => !line.startsWith('#'))
    })
    .map((line) => line.replace(/^[!*+~]+|[*+]+$/g, '').trim())
    .filter((word) => word.length >= leastLength && /^[\x21-\x7e]+$/.test(word))
}
