/** Writes the lexicon's file; main/analyses/labels/lexical/lexicon-file.ts has its layout. */
import { brotliCompressSync, constants } from 'node:zlib'
import { lexiconMagic } from '../../../main/analyses/labels/lexical/lexicon-file.ts'
import type { SectionPlace } from '../../../main/analyses/labels/lexical/lexicon-file.ts'

/** A section: text and what is marked so is compressed, other bytes are kept as they are. */
export type Section = string | Uint8Array | { readonly compressed: Uint8Array }

export function packSections(sections: Readonly<Record<string, Section>>): Buffer {
  const places: Record<string, SectionPlace> = {}
  const parts: Uint8Array[] = []
  let offset = 0
  for (const [name, content] of Object.entries(sections)) {
    const isCompressed = !(content instanceof Uint8Array)
    const bytes = isCompressed
      ? compress(typeof content === 'string' ? Buffer.from(content) : content.compressed)
      : content
    places[name] = { offset, length: bytes.length, isCompressed }
    parts.push(bytes)
    offset += bytes.length
  }
  const header = Buffer.from(JSON.stringify(places))
  const start = Buffer.alloc(lexiconMagic.length + 4)
  start.write(lexiconMagic, 'latin1')
  start.writeUInt32LE(header.length, lexiconMagic.length)
  return Buffer.concat([start, header, ...parts])
}

function compress(bytes: Uint8Array): Buffer {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 }
  })
}
