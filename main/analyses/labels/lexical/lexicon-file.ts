/**
 * The lexicon's file: "SLEXICON", length of the header (uint32, little-endian), header, sections.
 *
 * The header is JSON: name of a section to its place, counted from the end of the header. Sections are
 * UTF-8 text or bytes; compressed ones with Brotli.
 */
import { brotliDecompressSync } from 'node:zlib'
import { AppError } from '../../../errors.ts'

export const lexiconMagic = 'SLEXICON'

export interface SectionPlace {
  /** In bytes from the end of the header. */
  readonly offset: number
  readonly length: number
  readonly isCompressed: boolean
}

export interface LexiconSections {
  readonly text: (name: string) => string
  readonly bytes: (name: string) => Uint8Array
}

/** @throws AppError checkpoint/malformed when it is not a lexicon or cut short */
export function openSections(file: Buffer, name: string): LexiconSections {
  const malformed = (found: string, expected: string) =>
    new AppError('checkpoint/malformed', `${name}: ${found}, expected ${expected}`, { file: name })
  const start = lexiconMagic.length + 4
  if (file.length < start || file.toString('latin1', 0, lexiconMagic.length) !== lexiconMagic) {
    throw malformed('no lexicon', `a file that starts with ${lexiconMagic}`)
  }
  const end = start + file.readUInt32LE(lexiconMagic.length)
  const places = readPlaces(file.toString('utf8', start, end))
  if (places === null) throw malformed('unreadable header', 'JSON')
  const bytes = (section: string): Uint8Array => {
    const place = places[section]
    if (place === undefined) throw malformed(`no section "${section}"`, 'one')
    const from = end + place.offset
    if (from + place.length > file.length) {
      throw malformed(`${file.length} bytes`, `${from + place.length} or more`)
    }
    const slice = file.subarray(from, from + place.length)
    return place.isCompressed ? expand(slice, section) : slice
  }
  const expand = (slice: Uint8Array, section: string): Uint8Array => {
    try {
      return brotliDecompressSync(slice)
    } catch {
      throw malformed(`damaged section "${section}"`, 'compressed bytes')
    }
  }
  return { bytes, text: (section) => Buffer.from(bytes(section)).toString('utf8') }
}

function readPlaces(header: string): Readonly<Record<string, SectionPlace>> | null {
  try {
    return JSON.parse(header) as Readonly<Record<string, SectionPlace>>
  } catch {
    return null
  }
}
